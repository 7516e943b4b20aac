import Biosignals
import DSP

/// How sure the times of feet, mid-points and peaks are, estimated from the pulses themselves.
///
/// The whole upstroke laid over the mean upstroke gives a time of its own, whose error follows from
/// what is left over; how much mid-points, feet and peaks move against it from pulse to pulse is
/// what they err on top.
/// Output: standard deviations in samples of the signal; nil before the fourth pulse.
/// Source: two estimators of one time, as in Merri et al. (1990), doi:10.1109/10.43619, and
///         least-squares alignment of a pulse to a mean one.
struct PulseTiming: Sendable {
    struct Errors: Sendable, Equatable {
        var foot: Double?
        var midpoint: Double?
        var peak: Double?
    }

    /// Mean square of a series of differences between one pulse and the next, halved.
    private struct Jitter: Sendable {
        private static let learning = 0.1
        /// One wild pulse counts no more than so many times the variance.
        private static let wildMax = 9.0
        private static let countMin = 3
        private var last: Double?
        private var variance = 0.0
        private var count = 0

        var value: Double? { count >= Self.countMin ? variance : nil }

        mutating func append(_ value: Double) {
            defer { last = value }
            guard let last else { return }
            let square = (value - last) * (value - last) / 2
            count += 1
            let share = max(Self.learning, 1 / Double(count))
            let limit = count > Self.countMin ? Self.wildMax * variance : .infinity
            variance += share * (min(square, limit) - variance)
        }
    }

    /// The low-passed noise of samples so near to each other is the same (`PulseFrontEnd`).
    private static let correlated: Seconds = 0.07
    /// Half of what is laid over: about an upstroke.
    private static let reach: Seconds = 0.12
    private static let learning = 0.1

    private let reach: Int
    private var mean: [Double]
    private var upstroke: [Double]
    private let correlated: Double
    private var learned = 0
    /// Mean square error of the alignment itself.
    private var ownError = 0.0
    private var shifts = Jitter()
    private var feet = Jitter()
    private var peaks = Jitter()

    init(rate: Hertz) {
        reach = max(2, Int((Self.reach.value * rate.value).rounded()))
        correlated = max(1, Self.correlated.value * rate.value)
        mean = Array(repeating: 0, count: 2 * reach + 1)
        upstroke = mean
    }

    /// Learns from a pulse that is to be trusted.
    mutating func append(_ pulse: PulseShape.Landmarks, of signal: SampleHistory) {
        guard pulse.amplitude > 0 else { return }
        take(pulse, of: signal)
        if learned > 0, let shift = shift() {
            shifts.append(shift.value)
            feet.append(pulse.midpoint + shift.value - pulse.foot)
            peaks.append(pulse.peak - pulse.midpoint - shift.value)
            ownError += max(Self.learning, 1 / Double(learned)) * (shift.error - ownError)
        }
        learned += 1
        let share = max(Self.learning, 1 / Double(learned))
        for place in mean.indices { mean[place] += share * (upstroke[place] - mean[place]) }
    }

    var errors: Errors {
        func error(_ jitter: Jitter) -> Double? {
            jitter.value.map { ($0 + ownError).squareRoot() }
        }
        return Errors(foot: error(feet), midpoint: error(shifts), peak: error(peaks))
    }

    /// The upstroke around the mid-point, its level 0 there and the pulse's height 1.
    private mutating func take(_ pulse: PulseShape.Landmarks, of signal: SampleHistory) {
        let base = Int(pulse.midpoint.rounded(.down))
        let part = pulse.midpoint - Double(base)
        let height = pulse.peakLevel - pulse.footLevel
        let level = (pulse.peakLevel + pulse.footLevel) / 2
        for place in upstroke.indices {
            let index = base + place - reach
            let value = Self.between(
                signal[index - 1], signal[index], signal[index + 1], signal[index + 2], part)
            upstroke[place] = (value - level) / height
        }
    }

    /// How much later the upstroke is than the mean one says, in samples, and its squared error.
    private func shift() -> (value: Double, error: Double)? {
        var (products, squares, level, slopes, rest) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let inner = 1..<(mean.count - 1)
        for place in inner {
            let slope = (mean[place + 1] - mean[place - 1]) / 2
            let difference = upstroke[place] - mean[place]
            products += difference * slope
            squares += slope * slope
            level += difference
            slopes += slope
            rest += difference * difference
        }
        let count = Double(inner.count)
        let spread = squares - slopes * slopes / count
        let common = products - level * slopes / count
        guard spread > 0 else { return nil }
        let limit = Double(reach)
        let unexplained = max(0, rest - level * level / count - common * common / spread)
        return (
            max(-limit, min(limit, -common / spread)),
            min(limit * limit, unexplained / count * correlated / spread)
        )
    }

    /// Cubic through four neighbours, between the second and the third.
    private static func between(
        _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ part: Double
    ) -> Double {
        let (first, second, third) = (
            (c - a) / 2, a - 2.5 * b + 2 * c - d / 2, (d - a + 3 * (b - c)) / 2
        )
        return b + part * (first + part * (second + part * third))
    }
}
