public import Biosignals

/// The last 24 hours in 5-minute bins: their time-domain measures at every beat, SDANN and the SDNN
/// index whenever a bin is complete.
///
/// Input:  NN intervals in order of time, gaps kept as gaps.
/// Window: the 288 last complete bins and the one under way; counted from the beginning of the first
///         interval, an interval belonging to the bin it ends in, as in `FiveMinuteSegments`.
/// Output: equal to `TimeDomain` and `FiveMinuteSegments` over the same intervals.
/// Cost:   constant per beat, 288 more steps every 5 minutes; about 50 kB, taken in `init`.
/// Skips:  as `SlidingWindow`.
/// Source: Task Force (1996), doi:10.1161/01.CIR.93.5.1043.
public struct SlidingDay: Equatable, Sendable {
    /// Complete bins of a day.
    public static let binsMax = 288

    private struct Bin: Equatable {
        var sums = IntervalSums()
        /// The pair that joins the bin to the one before it; empty if none does.
        var entry = IntervalSums()
    }

    /// The bin under way and the 288 before it, bin k at k modulo 289.
    private var bins = Array(repeating: Bin(), count: binsMax + 1)
    private var totals = IntervalSums()
    private var start: Double?
    /// Number of the bin under way.
    private var current = 0
    private var last: NNInterval?
    private var now = -Double.infinity

    /// SDANN: standard deviation (N − 1) of the means of the complete bins that intervals fill at
    /// least half, ms; nil with fewer than two.
    public private(set) var sdann: Double?
    /// SDNN index: mean of their standard deviations (N − 1), ms.
    public private(set) var sdnnIndex: Double?
    /// Complete bins that count for both.
    public private(set) var binsCounted = 0

    public init() {}

    var capacity: Int { bins.capacity }

    public var measures: TimeDomainMeasures { TimeDomainMeasures(totals) }

    /// Sum of the intervals: what of the day they fill.
    public var covered: Seconds { Seconds(totals.total / 1_000) }

    public mutating func append(_ interval: NNInterval) {
        guard interval.milliseconds > 0, interval.milliseconds <= IntervalSums.longest,
            interval.endSeconds.isFinite, interval.endSeconds >= now
        else {
            last = nil
            return
        }
        if start == nil { start = interval.endSeconds - interval.milliseconds / 1_000 }
        advance(to: interval.endSeconds)
        let slot = current % bins.count
        if interval.followsPrevious, let last {
            var pair = IntervalSums()
            pair.addPair(last.milliseconds, interval.milliseconds)
            totals.add(pair)
            // The first of its bin: the pair leaves together with the bin before.
            if bins[slot].sums.count == 0 {
                bins[slot].entry = pair
            } else {
                bins[slot].sums.add(pair)
            }
        }
        bins[slot].sums.add(interval.milliseconds)
        totals.add(interval.milliseconds)
        last = interval
    }

    /// Time that goes by without a beat: no interval that ends before it will come.
    public mutating func advance(to seconds: Double) {
        guard let start, seconds > now, seconds - start < 1e12 else { return }
        now = seconds
        let number = Int(((seconds - start) / FiveMinuteSegments.length).rounded(.down))
        guard number > current else { return }
        // After a day without a beat every bin is another.
        let steps = min(number - current, bins.count)
        for step in 1...steps { renew(slot: (current + step) % bins.count) }
        current = number
        summarize()
    }

    /// The oldest bin leaves, and the pair that joined the next one to it.
    private mutating func renew(slot: Int) {
        totals.remove(bins[slot].sums)
        totals.remove(bins[slot].entry)
        bins[slot] = Bin()
        let next = (slot + 1) % bins.count
        totals.remove(bins[next].entry)
        bins[next].entry = IntervalSums()
    }

    private mutating func summarize() {
        let filled = FiveMinuteSegments.length * FiveMinuteSegments.filledMin
        var (means, deviations): ([Double], [Double]) = ([], [])
        for number in max(0, current - Self.binsMax)..<current {
            let sums = bins[number % bins.count].sums
            guard sums.total / 1_000 >= filled, let mean = sums.mean else { continue }
            means.append(mean)
            if let sdnn = sums.sdnn { deviations.append(sdnn) }
        }
        binsCounted = means.count
        sdann = TimeDomain.standardDeviation(means)
        sdnnIndex = TimeDomain.mean(deviations)
    }
}
