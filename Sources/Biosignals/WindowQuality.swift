/// How far a window of a beating signal can be trusted, and what may be computed from it.
///
/// One definition for windows of any length, 1 s, 2 s, 10 s or five minutes, of any signal with
/// beats. The unit of trust is the interval between two beats. The window's score is the mean of its
/// seconds' scores, less where a beat on either side is not good and nothing where no interval is;
/// its usable fraction is the share of its time that lies in usable seconds between two good beats.
/// Before the first beat of all and after the last one, that beat speaks for 1.5 s.
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
        var sum = Sum(bounds: start.value..<end.value)
        let first = Self.firstSecond(at: start, in: seconds)
        sum.place = first
        let seconds = seconds[...]
        let reach = Self.intervalMax.value / 2
        if let first = beats.first {
            let at = first.position / rate.value
            sum.add(from: at - reach, to: at, quality: first.quality, seconds)
        }
        var next = Self.firstBeat(at: start, in: beats, rate: rate)
        while next < beats.count {
            let (left, right) = (beats[next - 1], beats[next])
            let (from, to) = (left.position / rate.value, right.position / rate.value)
            guard from < end.value else { break }
            next += 1
            guard to - from <= Self.intervalMax.value else { continue }
            sum.add(from: from, to: to, quality: min(left.quality, right.quality), seconds)
        }
        if let last = beats.last {
            let at = last.position / rate.value
            sum.add(from: at, to: at + reach, quality: last.quality, seconds)
        }
        let length = end.value - start.value
        score = max(0, min(1, sum.worth / length))
        usableFraction = max(0, min(1, sum.usable / length))
        reasons = Self.reasons(of: seconds[first...], in: start.value..<end.value)
    }

    /// Collects the worth of the window's time, piece by piece in order.
    private struct Sum {
        let bounds: Range<Double>
        /// The second that holds the next piece.
        var place = 0
        var worth = 0.0
        var usable = 0.0

        init(bounds: Range<Double>) { self.bounds = bounds }

        mutating func add(
            from: Double, to: Double, quality: Double, _ seconds: ArraySlice<SecondOfSignal>
        ) {
            var now = max(from, bounds.lowerBound)
            let last = min(to, bounds.upperBound)
            let trust = min(1, quality / SignalQuality.usableMin)
            while now < last {
                while place < seconds.endIndex, Double(seconds[place].index + 1) <= now {
                    place += 1
                }
                var (piece, value, isUsable) = (last - now, quality, true)
                if place < seconds.endIndex {
                    let edge = Double(seconds[place].index)
                    if edge <= now {
                        value = seconds[place].quality.score * trust
                        isUsable = seconds[place].quality.isUsable
                    }
                    piece = min(piece, (edge <= now ? edge + 1 : edge) - now)
                }
                worth += piece * value
                if isUsable, quality >= SignalQuality.usableMin { usable += piece }
                now += piece
            }
        }
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
        of seconds: ArraySlice<SecondOfSignal>, in bounds: Range<Double>
    ) -> [SignalQuality.Reason] {
        var weights: [SignalQuality.Reason: Double] = [:]
        for second in seconds {
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
