import RealModule

/// Brings a signal to another rate, any ratio, as if the band-limited wave had been sampled so.
///
/// Input:  evenly spaced samples, oldest first, finite. Output: sample k is the wave at input
///         position k · `step`; the first lies on the first.
/// Range:  going up, everything up to 0.8 of the input's Nyquist frequency passes within 1 %, and
///         at equal rates the samples are the same. Going down, everything up to 0.7 of the output's
///         passes within 1 %, and what lies above 1.1 of it is held back by 40 dB or more.
/// Delay:  an output waits for 16 samples of the slower rate behind it. Before the first and behind
///         the last sample the signal is taken to stay as it was.
/// Source: windowed-sinc interpolation, e.g. Oppenheim & Schafer, Discrete-Time Signal Processing,
///         chapter 4; the window is Hann's.
struct RateConverter: Sendable {
    /// Input samples per output sample.
    let step: Double
    /// Of the input's Nyquist frequency, what is let through.
    private let cutoff: Double
    private let reach: Double

    private var samples: [Double] = []
    /// Index of `samples[0]` in the input.
    private var first = 0
    private var count = 0
    private var nextOutput = 0

    private static let lobes = 16.0
    /// Below the output's Nyquist frequency by so much that what folds back is small.
    private static let margin = 0.9
    /// Closer rates are equal: a clock's skew needs no filter.
    private static let equal = 1.02

    /// - Precondition: `step` is positive.
    init(step: Double) {
        precondition(step > 0 && step.isFinite, "A signal goes forward: \(step).")
        self.step = step
        cutoff = step > Self.equal ? Self.margin / step : 1
        reach = Self.lobes / cutoff
    }

    mutating func process(_ input: [Double], into output: inout [Double]) {
        samples += input
        count += input.count
        while position + reach < Double(count - 1) { output.append(value()) }
        forget()
    }

    /// The end of the input: the outputs that waited for more.
    mutating func finish(into output: inout [Double]) {
        while position <= Double(count - 1) { output.append(value()) }
    }

    private var position: Double { Double(nextOutput) * step }

    private mutating func value() -> Double {
        let place = position
        nextOutput += 1
        let low = Int((place - reach).rounded(.up))
        let high = Int((place + reach).rounded(.down))
        var (sum, weights) = (0.0, 0.0)
        for index in low...high {
            let offset = Double(index) - place
            let weight = weight(at: offset)
            sum += weight * samples[min(max(index, 0), count - 1) - first]
            weights += weight
        }
        return sum / weights
    }

    private func weight(at offset: Double) -> Double {
        guard offset != 0 else { return 1 }
        let angle = Double.pi * cutoff * offset
        // At whole distances the wave's zeros are exact, so that equal rates change nothing.
        if cutoff == 1, offset == offset.rounded() { return 0 }
        return .sin(angle) / angle * (0.5 + 0.5 * .cos(.pi * offset / reach))
    }

    private mutating func forget() {
        let old = Int((position - reach).rounded(.down)) - 1 - first
        guard old > 4_096, old < samples.count else { return }
        samples.removeFirst(old)
        first += old
    }
}
