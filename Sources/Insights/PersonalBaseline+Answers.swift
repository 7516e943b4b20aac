import HRV
import RealModule

extension PersonalBaseline {
    /// One value of a day at a time of day.
    struct DayValue: Equatable {
        /// How many days before the day asked for, 1…60.
        let daysBefore: Int
        let value: Double
        let minute: Double
    }

    /// What a measure usually is, from at least 7 of the 60 days before `day`.
    /// - Parameter minute: of the local day; nil for the whole day.
    public func usual(
        _ measure: BaselineMeasure, at minute: Int?, before day: Int
    ) -> Result<UsualValue, NotEnoughDays> {
        usual(measure, at: minute, before: day, daysMin: Self.usualDaysMin)
    }

    /// The range most days lie in, from at least 14 of the 60 days before `day`.
    public func normalRange(
        _ measure: BaselineMeasure, at minute: Int?, before day: Int
    ) -> Result<NormalRange, NotEnoughDays> {
        usual(measure, at: minute, before: day, daysMin: RMSSDBaseline.daysMin).map { usual in
            let recent = dailyValues(measure, at: minute, before: day)
                .filter { $0.daysBefore <= RMSSDBaseline.changeDays }.map(\.value)
            let summary = recent.count >= RMSSDBaseline.daysMin ? RobustSummary(recent) : nil
            return NormalRange(
                usual: usual,
                smallestWorthwhileChange: (summary?.deviation ?? usual.deviation) / 2)
        }
    }

    /// Huber mean of at least 3 of the 7 days up to `day`, that day included.
    public func weekMean(
        _ measure: BaselineMeasure, at minute: Int?, through day: Int
    ) -> Result<Double, NotEnoughDays> {
        let week = dailyValues(measure, at: minute, before: day + 1)
            .filter { $0.daysBefore <= RMSSDBaseline.weekDays }.map(\.value)
        guard week.count >= RMSSDBaseline.weekDaysMin, let summary = RobustSummary(week) else {
            return .failure(
                NotEnoughDays(
                    found: week.count, needed: RMSSDBaseline.weekDaysMin,
                    isAtTimeOfDay: minute != nil))
        }
        return .success(summary.mean)
    }

    /// The minute of the local day around which a measure's rows lie, if they lie around one: the
    /// direction of the mean of their clock hands. Nil before 3 days, and where the hands point
    /// everywhere.
    public func usualMinute(of measure: BaselineMeasure, before day: Int) -> Int? {
        let rows = (kept[measure] ?? []).filter { $0.day < day }
        guard Set(rows.map(\.day)).count >= RMSSDBaseline.weekDaysMin else { return nil }
        var (east, north) = (0.0, 0.0)
        for row in rows {
            let angle = 2 * Double.pi * row.minute / 1_440
            east += .cos(angle)
            north += .sin(angle)
        }
        let length = (east * east + north * north).squareRoot() / Double(rows.count)
        guard length >= Self.handsMin else { return nil }
        let turn = Double.atan2(y: north, x: east) / (2 * .pi)
        let minute = Int((1_440 * (turn < 0 ? turn + 1 : turn)).rounded())
        return minute % 1_440
    }

    /// Length of the mean clock hand from which there is a usual time: hands spread evenly over ± 6 h
    /// have 0.64.
    private static let handsMin = 0.64

    /// One value for each of the 60 days before that has one near the time of day, oldest first.
    ///
    /// A row belongs to the day whose time of day it is nearest to: half past eleven at night is the
    /// next day's midnight.
    func dailyValues(
        _ measure: BaselineMeasure, at minute: Int?, before day: Int
    ) -> [DayValue] {
        var sums: [Int: (weight: Double, value: Double, minute: Double)] = [:]
        for row in kept[measure] ?? [] {
            let daysBefore: Int
            if let minute {
                let ahead = Double((day - row.day) * 1_440 + minute) - row.minute
                let days = (ahead / 1_440).rounded()
                guard abs(ahead - days * 1_440) <= Double(Self.reach) else { continue }
                daysBefore = Int(days)
            } else {
                daysBefore = day - row.day
            }
            guard (1...RMSSDBaseline.rangeDays).contains(daysBefore) else { continue }
            let sum = sums[daysBefore] ?? (0, 0, 0)
            sums[daysBefore] = (
                sum.weight + row.weight, sum.value + row.weight * row.value,
                sum.minute + row.weight * row.minute
            )
        }
        return sums.sorted { $0.key > $1.key }.map { days, sum in
            DayValue(
                daysBefore: days, value: sum.value / sum.weight, minute: sum.minute / sum.weight)
        }
    }

    private func usual(
        _ measure: BaselineMeasure, at minute: Int?, before day: Int, daysMin: Int
    ) -> Result<UsualValue, NotEnoughDays> {
        let values = dailyValues(measure, at: minute, before: day).map(\.value)
        guard values.count >= daysMin, let summary = RobustSummary(values) else {
            return .failure(
                NotEnoughDays(
                    found: values.count, needed: daysMin, isAtTimeOfDay: minute != nil))
        }
        return .success(
            UsualValue(
                measure: measure, minute: minute, value: summary.mean,
                deviation: summary.deviation, days: summary.count))
    }
}
