public import Biosignals

/// Heart rate variability of the last minute, the last five and the last day, at every beat.
///
/// Input:  NN intervals in order of time, as `SettledIntervals` hands them out.
/// Output: the time-domain measures of each window; spectra, entropies and fluctuations of the five
///         minutes on demand.
/// Cost:   the same for every beat, from the first minute to any later day; about 150 kB, taken in
///         `init`.
public struct SlidingHRV: Equatable, Sendable {
    public private(set) var minute = SlidingWindow(length: 60)
    public private(set) var fiveMinutes = SlidingWindow(length: 300)
    public private(set) var day = SlidingDay()

    public init() {}

    public mutating func append(_ interval: NNInterval) {
        minute.append(interval)
        fiveMinutes.append(interval)
        day.append(interval)
    }

    /// An edit that made some of the intervals.
    public mutating func append(_ edit: BeatEdit) {
        minute.append(edit)
        fiveMinutes.append(edit)
    }

    /// Time that goes by without a beat: what is too old leaves. No interval that ends before it
    /// will come; of a feed with a delay, it is `SettledIntervals.settledUntil`.
    public mutating func advance(to seconds: Double) {
        minute.advance(to: seconds)
        fiveMinutes.advance(to: seconds)
        day.advance(to: seconds)
    }

    /// Every measure of the last five minutes, computed now.
    /// - Parameter usable: share of them whose signal was usable, 0…1.
    public func panel(by analyzer: HRVAnalyzer, usable: Double = 1) -> HRVPanel {
        analyzer.panel(of: fiveMinutes.intervals, window: fiveMinutes.length, usable: usable)
    }
}
