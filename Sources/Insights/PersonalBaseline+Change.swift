import HRV
import RealModule

extension PersonalBaseline {
    /// Minutes that a day's values may lie from either end of the hours asked for.
    private static let endReach = 90.0
    /// Minutes that have to lie between a day's two values: nearer ones say nothing of a change.
    private static let apartMin = 60.0

    /// How ln RMSSD usually changes from one time of day to another, for the trend rule.
    ///
    /// Each of the 60 days before that has values near both ends gives one change, drawn out to the
    /// span asked for; the changes' Huber mean and SD. Nil where no day has both, where the two times
    /// lie less than an hour or more than 12 hours apart.
    ///
    /// - Parameters:
    ///   - start: local minutes since 1970 began, as are all of a row's.
    ///   - end: the later one; its day is today.
    public func usualChange(
        of measure: BaselineMeasure = .lnRMSSD, from start: Int, to end: Int
    ) -> UsualChange? {
        let span = Double(end - start)
        guard span >= Self.apartMin, span <= 720, let rows = kept[measure] else { return nil }
        let changes = (1...RMSSDBaseline.rangeDays).compactMap { days -> Double? in
            let (from, to) = (Double(start - days * 1_440), Double(end - days * 1_440))
            guard let first = Self.nearest(to: from, in: rows),
                let last = Self.nearest(to: to, in: rows)
            else { return nil }
            let apart = last.at - first.at
            guard apart >= Self.apartMin else { return nil }
            return (last.value - first.value) * span / apart
        }
        guard let summary = RobustSummary(changes) else { return nil }
        let today = Int((Double(end) / 1_440).rounded(.down))
        let range = try? normalRange(measure, at: end - today * 1_440, before: today).get()
        return UsualChange(
            percent: 100 * (Double.exp(summary.mean) - 1), logDeviation: summary.deviation,
            days: summary.count,
            smallestWorthwhilePercent: range.map {
                100 * (Double.exp($0.smallestWorthwhileChange) - 1)
            })
    }

    /// The row nearest to a time, if it lies within reach, and its own time.
    private static func nearest(
        to time: Double, in rows: [BaselineRow]
    ) -> (at: Double, value: Double)? {
        var best: (at: Double, value: Double)?
        for row in rows {
            let at = Double(row.day * 1_440) + row.minute
            guard abs(at - time) <= endReach else { continue }
            if let best, abs(best.at - time) <= abs(at - time) { continue }
            best = (at, row.value)
        }
        return best
    }
}
