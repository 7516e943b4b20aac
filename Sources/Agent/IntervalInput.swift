public import Acquisition
public import Biosignals

/// Intervals with what must be known of the time they come from.
public struct IntervalInput: Sendable {
    public let intervals: RRIntervals
    /// Seconds from the start of the input to its end.
    public let duration: Double
    public let source: BeatSource
    /// What damaged the recording, if something did; the intervals before it are here.
    public let damage: AcquisitionError?
    private let found: ChannelAnalysis<FoundBeat>?

    /// A series of nothing but intervals, usable throughout.
    public init(milliseconds: [Double]) {
        intervals = RRIntervals(milliseconds: milliseconds)
        duration = intervals.endSeconds.last ?? 0
        source = .ecg
        damage = nil
        found = nil
    }

    /// A series with gaps, such as a wristband's own beats; what is missing is not usable.
    public init(_ intervals: RRIntervals, source: BeatSource) {
        self.intervals = intervals
        duration = intervals.endSeconds.last ?? 0
        self.source = source
        damage = nil
        found = nil
    }

    public init(_ found: ChannelAnalysis<FoundBeat>, source: BeatSource) {
        intervals = found.intervals()
        duration = found.duration
        self.source = source
        damage = found.damage
        self.found = found
    }

    /// Share of a stretch that was usable, 0…1.
    func usable(in window: Range<Double>) -> Double { found?.usable(in: window) ?? 1 }
}
