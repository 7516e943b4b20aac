/// How far a window of a beating signal can be trusted, and what may be computed from it.
///
/// One definition for windows of any length, 1 s, 2 s, 10 s or five minutes, of any signal with
/// beats. The unit of trust is the interval between two beats: it is worth what the lesser of its
/// two beats, or of its seconds, is worth. The window's score is the mean worth of its time, its
/// usable fraction the share of its time that lies in usable seconds between two good beats.
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
        let length = end.value - start.value
        var (worth, usable) = (0.0, 0.0)
        var next = Self.firstBeat(at: start, in: beats, rate: rate)
        var place = Self.firstSecond(at: start, in: seconds)
        while next < beats.count {
            let (left, right) = (beats[next - 1], beats[next])
            let (from, to) = (left.position / rate.value, right.position / rate.value)
            guard from < bounds.upperBound else { break }
            next += 1
            guard to - from <= Self.intervalMax.value else { continue }
            let quality = min(left.quality, right.quality)
            var now = max(from, bounds.lowerBound)
            let last = min(to, bounds.upperBound)
            while now < last {
                while place < seconds.count, Double(seconds[place].index + 1) <= now { place += 1 }
                var (piece, second) = (last - now, 1.0)
                if place < seconds.count {
                    let edge = Double(seconds[place].index)
                    if edge <= now { second = seconds[place].quality.score }
                    piece = min(piece, (edge <= now ? edge + 1 : edge) - now)
                }
                let value = min(quality, second)
                worth += piece * value
                if value >= SignalQuality.usableMin { usable += piece }
                now += piece
            }
        }
        score = max(0, min(1, worth / length))
        usableFraction = max(0, min(1, usable / length))
        reasons = Self.reasons(of: seconds, in: bounds)
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

    /// The first second that ends after a time.
    private static func firstSecond(at start: Seconds, in seconds: [SecondOfSignal]) -> Int {
        var (low, high) = (0, seconds.count)
        while low < high {
            let middle = (low + high) / 2
            if Double(seconds[middle].index + 1) <= start.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The reasons given, weighed by the time they lowered.
    private static func reasons(
        of seconds: [SecondOfSignal], in bounds: Range<Double>
    ) -> [SignalQuality.Reason] {
        var weights: [SignalQuality.Reason: Double] = [:]
        for second in seconds[firstSecond(at: Seconds(bounds.lowerBound), in: seconds)...] {
            guard Double(second.index) < bounds.upperBound else { break }
            let from = max(Double(second.index), bounds.lowerBound)
            let inside = min(Double(second.index + 1), bounds.upperBound) - from
            for reason in second.quality.reasons {
                weights[reason, default: 0] += inside * (1 - second.quality.score)
            }
        }
        let order = SignalQuality.Reason.allCases.filter { weights[$0, default: 0] > 0 }
        // Ties keep the order of the enum, so that the same window always says the same.
        let ranked = order.enumerated().sorted {
            let (one, other) = (weights[$0.element, default: 0], weights[$1.element, default: 0])
            return one == other ? $0.offset < $1.offset : one > other
        }
        return ranked.map(\.element)
    }
}
