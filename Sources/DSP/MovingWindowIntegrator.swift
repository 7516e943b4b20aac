public import Biosignals

/// Moving-window integrator, the energy stage of the Pan–Tompkins QRS detector.
///
/// Input:  squared slope of band-passed ECG, (mV/s)², one sample at a time, oldest first.
/// Output: its mean over the trailing window, same unit, one value per sample.
/// Delay:  half the window; the first window of output is still filling.
/// Throws: `DSPError.windowHoldsNoSample` if the window is shorter than one sample period.
/// Source: Pan & Tompkins (1985), doi:10.1109/TBME.1985.325532, which uses 150 ms.
public struct MovingWindowIntegrator: StreamProcessor, Equatable {
    @usableFromInline var ring: [Double]
    @usableFromInline var next = 0
    @usableFromInline var sum = 0.0

    public init(window: Milliseconds = 150, rate: Hertz) throws(DSPError) {
        let count = Int((window.value / 1_000 * rate.value).rounded())
        guard count >= 1 else { throw .windowHoldsNoSample(window: window, rate: rate) }
        ring = Array(repeating: 0, count: count)
    }

    /// Samples in the window.
    public var count: Int { ring.count }

    @inlinable
    public mutating func process(_ sample: Double) -> Double {
        sum += sample - ring[next]
        ring[next] = sample
        next += 1
        if next == ring.count {
            next = 0
            sum = ring.reduce(0, +)  // Once a lap, so rounding cannot pile up.
        }
        return sum / Double(ring.count)
    }
}
