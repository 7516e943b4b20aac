import RealModule

extension PersonalBaseline {
    /// Beside both ends of a stretch of the day, a value must lie within so many minutes.
    static let endReach = 60.0

    /// How ln RMSSD usually changes from one time of the day to another, on the days before `day`;
    /// nil while no day shows it.
    ///
    /// - Parameters:
    ///   - start: minute of the local day; the stretch may pass midnight.
    ///   - minutes: its length, less than a day.
    public func usualChange(
        of measure: BaselineMeasure = .lnRMSSD, from start: Int, lasting minutes: Int,
        before day: Int
    ) -> UsualChange? {
        guard minutes > 0, minutes < 1_440, start >= 0, start < 1_440 else { return nil }
        let rows = rows.filter { $0.measure == measure && $0.day < day }
        func value(near minute: Double) -> Double? {
            rows.map { (abs(Double($0.day) * 1_440 + $0.minute - minute), $0.value) }
                .filter { $0.0 <= Self.endReach }.min { $0.0 < $1.0 }?.1
        }
        let days = Set(rows.map(\.day)).sorted()
        let changes = days.compactMap { first -> Double? in
            let begin = Double(first) * 1_440 + Double(start)
            guard let one = value(near: begin), let other = value(near: begin + Double(minutes))
            else { return nil }
            return other - one
        }.sorted()
        guard !changes.isEmpty else { return nil }
        let count = Double(changes.count)
        let middle = (changes[(changes.count - 1) / 2] + changes[changes.count / 2]) / 2
        let squares = changes.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        let swc = try? normalRange(measure, at: start, before: day).get()
            .smallestWorthwhileChange
        return UsualChange(
            percent: 100 * Double.expMinusOne(middle),
            logDeviation: (squares / max(1, count - 1)).squareRoot(), days: changes.count,
            smallestWorthwhilePercent: swc.map { 100 * Double.expMinusOne($0) })
    }
}
