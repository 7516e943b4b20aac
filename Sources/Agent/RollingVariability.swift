import Biosignals
import HRV

/// Heart rate variability of the last minute, five minutes and day of settled beats.
///
/// It lags behind the beats by what `SettledIntervals` needs to see before an interval is final. Live
/// it moves on with every beat; at full speed by a block of beats, which says the same every so often.
struct RollingVariability: Sendable {
    private(set) var sliding = SlidingHRV()
    private var settled: SettledIntervals
    private var output = SettledIntervals.Output()
    private var previous: (seconds: Double, quality: Double)?
    private var follows = false

    init(atEveryBeat: Bool = false) {
        settled = SettledIntervals(block: atEveryBeat ? 1 : SettledIntervals.blockDefault)
    }

    mutating func append(_ seconds: Double, quality: Double, evidence: Fiducial.Evidence) {
        defer { previous = (seconds, quality) }
        guard let previous, seconds > previous.seconds else { return }
        guard seconds - previous.seconds <= SessionPipeline.longestRR else {
            follows = false
            return
        }
        settled.process(
            endSeconds: seconds, milliseconds: 1_000 * (seconds - previous.seconds),
            followsPrevious: follows, quality: min(quality, previous.quality), evidence: evidence,
            into: &output)
        follows = true
        guard !output.intervals.isEmpty else { return }
        for edit in output.edits { sliding.append(edit) }
        for interval in output.intervals { sliding.append(interval) }
        output.removeAll()
    }

    /// The signal was interrupted: what comes next begins anew.
    mutating func interrupt() {
        previous = nil
        follows = false
    }

    /// Why the rhythm allows no variability; nil if it does.
    var objection: Unavailable? { settled.objection }

    /// Seconds up to which intervals are final; nil before the first.
    var settledUntil: Double? { settled.settledUntil?.value }

    /// RMSSD of the last five minutes, ms; nil until they are full, and where the rhythm allows none.
    var rmssd: Double? {
        guard settled.objection == nil,
            sliding.fiveMinutes.covered.value >= SlidingHRV.fiveMinutesMin
        else { return nil }
        return sliding.fiveMinutes.measures.rmssd
    }

    /// Beats per minute over the last minute.
    var heartRate: Double? { sliding.minute.measures.heartRate }
}

extension SlidingHRV {
    /// Seconds of intervals that make five minutes full: a tenth may be missing.
    static let fiveMinutesMin = 270.0
}
