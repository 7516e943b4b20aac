public import Biosignals

/// Whether a window's rhythm is one that heart rate variability may be taken from.
///
/// Input:  the RR intervals of a window, and the intervals whose ending beat is held to be ectopic.
/// Output: a `RhythmFinding`.
/// Blocks of 30 intervals, every 15, are looked at on their own; none spans a gap. A block is irregular
/// if its intervals jump at every distance and their entropy is high. Fewer than 12 intervals say
/// nothing.
/// Time:   linear in the number of intervals.
/// Source: see `IrregularityMeter`.
public enum RhythmRegularity {
    /// Intervals in a block, between one block and the next, and the fewest that say anything.
    private static let block = 30
    private static let step = 15
    private static let intervalsMin = 12
    /// Least difference of logarithms at every distance, and least entropy, of what has no rhythm; see
    /// the type. The second is Lake & Moorman's, the first was set on the mitdb records of dev.
    private static let jumpMin = 0.07
    private static let entropyMin = -1.4
    /// Share of irregular beats, and percent of ectopic ones, from which a window is named after them.
    public static let irregularShareMin = 0.2
    public static let ectopicPercentMin = 10.0

    public static func judge(_ rr: RRIntervals, ectopic: [Int]) -> RhythmFinding {
        let isIrregular = irregular(rr)
        guard let isIrregular else { return .unknown }
        let share = Double(isIrregular.count { $0 }) / Double(rr.count)
        if share >= irregularShareMin { return .irregular(share: share) }
        let percent = 100 * Double(ectopic.count) / Double(rr.beatCount)
        return percent >= ectopicPercentMin ? .frequentEctopy(percent: percent) : .regular
    }

    /// For each interval whether it lies in a block without rhythm; nil where no stretch is long enough.
    static func irregular(_ rr: RRIntervals) -> [Bool]? {
        var result = Array(repeating: false, count: rr.count)
        var isKnown = false
        var start = 0
        while start < rr.count {
            var end = start + 1
            while end < rr.count, rr.followsPrevious[end] { end += 1 }
            if end - start >= intervalsMin {
                isKnown = true
                mark(rr.milliseconds, start..<end, in: &result)
            }
            start = end
        }
        return isKnown ? result : nil
    }

    private static func mark(_ rr: [Double], _ stretch: Range<Int>, in result: inout [Bool]) {
        var first = stretch.lowerBound
        while true {
            let last = min(first + block, stretch.upperBound)
            // The last block reaches back, so that it is as long as the others.
            let from = max(stretch.lowerBound, min(first, last - block))
            if isIrregular(rr[from..<last]) {
                for index in from..<last { result[index] = true }
            }
            if last == stretch.upperBound { return }
            first += step
        }
    }

    static func isIrregular(_ block: ArraySlice<Double>) -> Bool {
        let meter = IrregularityMeter(of: block)
        return meter.jump > jumpMin && meter.entropy > entropyMin
    }
}
