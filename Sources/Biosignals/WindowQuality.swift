/// How far a window of a beating signal can be trusted, and what may be computed from it.
///
/// One definition for windows of any length, 1 s, 2 s, 10 s or five minutes, of any signal with
/// beats. The unit of trust is the interval between two beats: it is worth what the lesser of its
/// two beats is worth. The window's score is the mean worth of its time, its usable fraction the
/// share of its time that lies in intervals with two good ends.
/// Source: usable fraction of a window as in the PhysioNet Cardiovascular Signal Toolbox, Vest et
///         al. (2018), doi:10.1088/1361-6579/aae021, which accepts at most 20 % rejected for time
///         domain measures.
/// Differs: time counts, not intervals; an interval reaches beyond its window and counts for the
///         part of it that lies inside.
public struct WindowQuality: Equatable, Sendable {
    /// Time domain measures need this usable fraction, spectra and nonlinear ones the second.
    public static let timeDomainMin = 0.8
    public static let spectraMin = 0.9
    /// No two beats of a living heart are further apart: nothing is known of the time between.
    public static let intervalMax: Seconds = 3

    /// 0…1: mean quality of the window's time.
    public let score: Double
    /// 0…1: share of the window inside intervals whose two beats are good.
    public let usableFraction: Double
    /// What lowered the window's seconds, the most frequent first.
    public let reasons: [SignalQuality.Reason]

    public var allowsTimeDomain: Bool { usableFraction >= Self.timeDomainMin }
    public var allowsSpectra: Bool { usableFraction >= Self.spectraMin }

    /// - Parameters:
    ///   - start: seconds since the first sample of the stream.
    ///   - end: the same; later than `start`.
    ///   - beats: in order of time, those of the window and at least one on either side; more do no
    ///     harm.
    ///   - seconds: judged seconds in order; a second that was not judged lowers nothing.
    ///   - rate: of the positions of the beats.
    public init(
        from start: Seconds, to end: Seconds, beats: [Fiducial], seconds: [SecondOfSignal],
        rate: Hertz
    ) {
        precondition(end.value > start.value, "A window has a length: \(start) to \(end).")
        let bounds = start.value..<end.value
        let tally = Self.tally(of: seconds, in: bounds)
        var (worth, usable) = (0.0, 0.0)
        var next = Self.firstBeat(at: start, in: beats, rate: rate)
        while next < beats.count, next > 0 {
            let (left, right) = (beats[next - 1], beats[next])
            let (from, to) = (left.position / rate.value, right.position / rate.value)
            guard from < bounds.upperBound else { break }
            next += 1
            guard to - from <= Self.intervalMax.value else { continue }
            let inside = min(to, bounds.upperBound) - max(from, bounds.lowerBound)
            let quality = min(left.quality, right.quality)
            worth += max(0, inside) * quality
            if quality >= SignalQuality.usableMin { usable += max(0, inside) }
        }
        let length = end.value - start.value
        // A second refused outright holds no interval, whatever the beats on its sides are worth.
        let refused = min(1, tally.refused / length)
        score = max(0, min(1, worth / length, 1 - refused))
        usableFraction = max(0, min(1, usable / length, 1 - refused))
        reasons = tally.reasons
    }

    /// The first beat at or after a time, but never the very first of all: an interval has two ends.
    private static func firstBeat(at start: Seconds, in beats: [Fiducial], rate: Hertz) -> Int {
        var (low, high) = (0, beats.count)
        while low < high {
            let middle = (low + high) / 2
            if beats[middle].position < start.value * rate.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return max(1, low)
    }

    /// Time refused outright, and the reasons given, weighed by the time they lowered.
    private static func tally(
        of seconds: [SecondOfSignal], in bounds: Range<Double>
    ) -> (refused: Double, reasons: [SignalQuality.Reason]) {
        var refused = 0.0
        var weights: [SignalQuality.Reason: Double] = [:]
        var index = 0
        var end = seconds.count
        while index < end {
            let middle = (index + end) / 2
            if Double(seconds[middle].index + 1) <= bounds.lowerBound {
                index = middle + 1
            } else {
                end = middle
            }
        }
        while index < seconds.count, Double(seconds[index].index) < bounds.upperBound {
            let second = seconds[index]
            let from = max(Double(second.index), bounds.lowerBound)
            let inside = min(Double(second.index + 1), bounds.upperBound) - from
            if second.quality.score == 0 { refused += inside }
            for reason in second.quality.reasons {
                weights[reason, default: 0] += inside * (1 - second.quality.score)
            }
            index += 1
        }
        let order = SignalQuality.Reason.allCases.filter { weights[$0, default: 0] > 0 }
        // Ties keep the order of the enum, so that the same window always says the same.
        let ranked = order.enumerated().sorted {
            let (one, other) = (weights[$0.element, default: 0], weights[$1.element, default: 0])
            return one == other ? $0.offset < $1.offset : one > other
        }
        return (refused, ranked.map(\.element))
    }
}
