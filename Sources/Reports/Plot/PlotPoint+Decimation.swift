extension PlotPoint {
    /// At most four points for each of the columns: the first, the lowest, the highest and the last,
    /// so that no peak is lost and the line drawn through them looks like the line through all.
    ///
    /// A break between two points that stay is kept, wherever between them it was.
    ///
    /// - Parameter points: in order of `x`.
    static func decimated(
        _ points: [PlotPoint], over range: ClosedRange<Double>, columns: Int = 1_200
    ) -> [PlotPoint] {
        let length = range.upperBound - range.lowerBound
        guard points.count > 4 * columns, length > 0 else { return points }
        var kept: [PlotPoint] = []
        kept.reserveCapacity(4 * columns)
        var start = 0
        var pendingBreak = false
        func column(_ index: Int) -> Int {
            let share = (points[index].x - range.lowerBound) / length
            return Int((max(0, min(1, share)) * Double(columns)).rounded(.down))
        }
        while start < points.count {
            var end = start + 1
            while end < points.count, column(end) == column(start) { end += 1 }
            let run = start..<end
            let lowest = run.min { points[$0].y < points[$1].y } ?? start
            let highest = run.max { points[$0].y < points[$1].y } ?? start
            let chosen = Set([start, lowest, highest, end - 1])
            for index in run {
                pendingBreak = pendingBreak || !points[index].follows
                guard chosen.contains(index) else { continue }
                kept.append(
                    PlotPoint(x: points[index].x, y: points[index].y, follows: !pendingBreak))
                pendingBreak = false
            }
            start = end
        }
        return kept
    }
}
