/// Intervals between successive beats, every beat counted, oldest first.
///
/// It does not say whether an ECG or a PPG produced the beats; for a PPG the intervals are pulse to
/// pulse. Parallel arrays of equal length, so that a day of beats stays compact.
public struct RRIntervals: Equatable, Sendable {
    /// Time of the beat that ends each interval, in seconds since the recording began; increasing.
    public private(set) var endSeconds: [Double] = []
    /// Duration of each interval, ms, positive and finite.
    public private(set) var milliseconds: [Double] = []
    /// Whether the interval begins at the beat that ended the one before it.
    public private(set) var followsPrevious: [Bool] = []
    /// The lower quality of the interval's two beats, 0…1.
    public private(set) var quality: [Double] = []
    /// What the detector knew of the beat that ends each interval; nil where nobody did, as in a file
    /// of intervals.
    public private(set) var evidence: [Fiducial.Evidence?] = []
    /// Standard deviation of the error of the beats' times, root mean square over the series, as the
    /// detector estimated it from the signal; nil where nobody did.
    public var timingSD: Milliseconds?

    public init() {}

    public var count: Int { milliseconds.count }
    public var isEmpty: Bool { milliseconds.isEmpty }

    /// - Precondition: `milliseconds` is positive and finite, and `endSeconds` does not go back.
    public mutating func append(
        endSeconds: Double, milliseconds: Double, followsPrevious: Bool, quality: Double = 1,
        evidence: Fiducial.Evidence? = nil
    ) {
        precondition(
            milliseconds > 0 && milliseconds.isFinite, "An interval is positive: \(milliseconds).")
        precondition(
            endSeconds >= (self.endSeconds.last ?? -.infinity), "Intervals come in order of time.")
        self.endSeconds.append(endSeconds)
        self.milliseconds.append(milliseconds)
        self.followsPrevious.append(followsPrevious && !self.followsPrevious.isEmpty)
        self.quality.append(quality)
        self.evidence.append(evidence)
    }

    /// The series of a file that holds nothing but intervals: each follows the one before it.
    public init(milliseconds: [Double]) {
        var end = 0.0
        for interval in milliseconds {
            end += interval / 1_000
            append(endSeconds: end, milliseconds: interval, followsPrevious: true)
        }
    }

    /// Intervals between beats given as times in seconds; a step longer than `longest` is a pause
    /// between two stretches, not an interval.
    public init(beatSeconds: [Double], quality: [Double]? = nil, longest: Seconds = 3) {
        guard beatSeconds.count > 1 else { return }
        var follows = false
        for index in 1..<beatSeconds.count {
            let step = beatSeconds[index] - beatSeconds[index - 1]
            guard step > 0, step <= longest.value else {
                follows = false
                continue
            }
            let weaker = quality.map { min($0[index - 1], $0[index]) } ?? 1
            append(
                endSeconds: beatSeconds[index], milliseconds: step * 1_000,
                followsPrevious: follows, quality: weaker)
            follows = true
        }
    }

    /// Beats that bound the intervals: one more than intervals in each unbroken run.
    public var beatCount: Int { count + followsPrevious.count { !$0 } }
}
