public import Biosignals
import RealModule

/// Symmetric moving average with a Hann window: a gentle low-pass that keeps every shape in place.
///
/// Input:  any unit, one sample at a time. Output: the same unit, one value per sample.
/// Delay:  `delay` samples at every frequency, a whole number.
/// Range:  halves at about 1 / width, gone at 2 / width.
/// Starts as if the first sample had been there for ever. A width of less than three samples makes
/// no filter at all.
/// Source: Harris (1978), doi:10.1109/PROC.1978.10837.
public struct HannSmoother: StreamProcessor, Equatable {
    @usableFromInline let weights: [Double]
    /// The last samples, twice over, so that they always lie side by side.
    @usableFromInline var ring: [Double]
    @usableFromInline var next = 0
    @usableFromInline var hasStarted = false

    public init(width: Seconds, rate: Hertz) {
        let asked = width.value * rate.value
        let half = asked.isFinite ? Int(max(0, min(asked, 10_000)) / 2) : 0
        let count = 2 * half + 1
        let raw = (1...count).map { 1 - Double.cos(2 * .pi * Double($0) / Double(count + 1)) }
        let total = raw.reduce(0, +)
        weights = raw.map { $0 / total }
        ring = Array(repeating: 0, count: 2 * count)
    }

    /// Group delay in samples.
    public var delay: Int { weights.count / 2 }

    @inlinable
    public mutating func process(_ sample: Double) -> Double {
        if !hasStarted {
            hasStarted = true
            for index in ring.indices { ring[index] = sample }
        }
        let count = weights.count
        ring[next] = sample
        ring[next + count] = sample
        next += 1
        let start = next
        if next == count { next = 0 }
        return weights.withUnsafeBufferPointer { weights in
            ring.withUnsafeBufferPointer { ring in
                var sum = 0.0
                for index in 0..<count { sum += weights[index] * ring[start + index] }
                return sum
            }
        }
    }
}
