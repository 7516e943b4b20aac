public import Biosignals

/// Whether a window's rhythm is one that heart rate variability may be taken from.
///
/// Input:  the RR intervals of a window, and the intervals whose ending beat is held to be ectopic.
/// Output: a `RhythmFinding`.
/// Blocks of 100 intervals, every 50, are looked at on their own; none spans a gap, and a shorter stretch
/// is one block. A block is irregular if its intervals jump at every distance and none can be foretold
/// from those before it. Fewer than 12 intervals say nothing.
/// Time:   linear in the number of intervals.
/// Source: see `IrregularityMeter`.
/// Limits: fibrillation so brief that it is a small part of a block, or so well rate-controlled that its
///         intervals differ by less than a twelfth, is missed. Ectopic beats of many kinds that keep no
///         time with the sinus rhythm may be called irregular; neither has a heart rate variability.
///         Breathing of less than four beats a breath and an RMSSD of 150 ms passes for ectopic beats.
public enum RhythmRegularity {
    /// Intervals in a block, between one block and the next, and the fewest that say anything.
    private static let block = 100
    private static let step = 50
    private static let intervalsMin = 12
    /// Least difference of logarithms at every distance of what has no rhythm: a third of what independent
    /// draws with the usual 24 % of fibrillation give (Tateno & Glass 2001, doi:10.1007/BF02345439).
    /// Chosen, with the length of a block, on all mitdb records of dev and `rhrv_example`; none was held
    /// out.
    private static let jumpMin = 0.08
    /// F from which intervals can be foretold: at the 1 % level for a block, by the tables (3.5), and for 30
    /// intervals (4.3). 3 and 4 were tried on the same records.
    private static let foretoldMin = 4.0
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
    static func irregular(_ rr: RRIntervals) -> [Bool]? { marked(rr, where: isIrregular) }

    /// Of beats held to be ectopic, those that do not lie in the trough of a wave: in strong respiratory
    /// arrhythmia the short intervals come early too, but in their time.
    public static func withoutWaves(_ ectopic: [Int], of rr: RRIntervals) -> [Int] {
        guard !ectopic.isEmpty,
            let isWave = marked(rr, where: { IrregularityMeter(of: $0).isWave })
        else { return ectopic }
        return ectopic.filter { !isWave[$0] }
    }

    private static func marked(
        _ rr: RRIntervals, where isSo: (ArraySlice<Double>) -> Bool
    ) -> [Bool]? {
        var result = Array(repeating: false, count: rr.count)
        var isKnown = false
        var start = 0
        while start < rr.count {
            var end = start + 1
            while end < rr.count, rr.followsPrevious[end] { end += 1 }
            if end - start >= intervalsMin {
                isKnown = true
                mark(rr.milliseconds, start..<end, in: &result, where: isSo)
            }
            start = end
        }
        return isKnown ? result : nil
    }

    private static func mark(
        _ rr: [Double], _ stretch: Range<Int>, in result: inout [Bool],
        where isSo: (ArraySlice<Double>) -> Bool
    ) {
        var first = stretch.lowerBound
        while true {
            let last = min(first + block, stretch.upperBound)
            // The last block reaches back, so that it is as long as the others.
            let from = max(stretch.lowerBound, min(first, last - block))
            if isSo(rr[from..<last]) {
                for index in from..<last { result[index] = true }
            }
            if last == stretch.upperBound { return }
            first += step
        }
    }

    static func isIrregular(_ block: ArraySlice<Double>) -> Bool {
        let meter = IrregularityMeter(of: block)
        return meter.foretold < foretoldMin && meter.jump > jumpMin
    }
}
