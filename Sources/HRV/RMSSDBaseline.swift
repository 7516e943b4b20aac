public import Biosignals
import RealModule

/// What ln RMSSD is usually like in one person, day by day, and how today compares.
///
/// Input:  at most one RMSSD a day, forward in time; a value outside 5–250 ms is no night's RMSSD
///         and is left out.
/// Output: the rolling mean of 7 days and its coefficient of variation; the normal range, the mean
///         ± 1 SD of the 60 days before; the smallest worthwhile change, half the SD of the 28
///         before; whether the day lies within the range. Each needs days enough, or says so.
/// Robust: means are Huber's, and a day further than 3 scaled median deviations from the median
///         counts for the SD as if it lay there: one bad night moves neither much.
/// Memory: 60 days.
/// Source: Plews et al. (2013), doi:10.1007/s40279-013-0071-8, for ln RMSSD, 7 days and half an SD;
///         Huber (1964), doi:10.1214/aoms/1177703732. The range over 60 days is the convention of
///         HRV4Training.
public struct RMSSDBaseline: Equatable, Sendable {
    /// ms.
    public static let plausible = 5.0...250
    public static let weekDays = 7
    public static let weekDaysMin = 3
    public static let changeDays = 28
    public static let rangeDays = 60
    /// Of the days before, for the range and for the smallest worthwhile change.
    public static let daysMin = 14

    private struct Entry: Equatable {
        let day: Int
        let lnRMSSD: Double
    }

    /// Oldest first, none older than 60 days before the latest.
    private var entries: [Entry] = []

    public init() { entries.reserveCapacity(Self.rangeDays + 1) }

    /// Days remembered, at most 61.
    public var count: Int { entries.count }

    /// Adds a day and compares it with those before it.
    /// - Parameter day: number of the day, counted from any fixed date.
    /// - Returns: unavailable if the value cannot be one, or the day is not after the last.
    public mutating func append(day: Int, rmssd: Milliseconds) -> Estimate<RMSSDBaselineDay> {
        guard Self.plausible.contains(rmssd.value) else {
            return .unavailable(.sourceUnsuitable(because: "outside what a night's RMSSD can be"))
        }
        if let last = entries.last, day <= last.day {
            return .unavailable(.sourceUnsuitable(because: "the day is not after the last one"))
        }
        entries.removeAll { day - $0.day > Self.rangeDays }
        let value = Double.log(rmssd.value)
        let range = RobustSummary(values(before: day, days: Self.rangeDays))
        let change = RobustSummary(values(before: day, days: Self.changeDays))
        entries.append(Entry(day: day, lnRMSSD: value))
        let week = entries.filter { day - $0.day < Self.weekDays }.map(\.lnRMSSD)
        return .value(
            RMSSDBaselineDay(day: day, lnRMSSD: value, week: week, range: range, change: change))
    }

    private func values(before day: Int, days: Int) -> [Double] {
        entries.filter { day - $0.day <= days }.map(\.lnRMSSD)
    }
}

/// One day beside what came before it; values are ln of ms.
public struct RMSSDBaselineDay: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable { case below, within, above }

    public let day: Int
    public let lnRMSSD: Double
    /// Rolling mean of the 7 days up to this one.
    public let weekMean: Estimate<Double>
    /// Their coefficient of variation, %.
    public let weekCV: Estimate<Double>
    /// Mean ± 1 SD of the 60 days before.
    public let normalRange: Estimate<ClosedRange<Double>>
    /// Half the SD of the 28 days before.
    public let smallestWorthwhileChange: Estimate<Double>
    /// Where the day lies; on an edge of the range it is within.
    public let state: Estimate<State>

    init(
        day: Int, lnRMSSD: Double, week: [Double], range: RobustSummary?, change: RobustSummary?
    ) {
        func missing(_ found: Int, _ needed: Int) -> Unavailable {
            .sourceUnsuitable(because: "found \(found) days, needed \(needed)")
        }
        self.day = day
        self.lnRMSSD = lnRMSSD
        if week.count >= RMSSDBaseline.weekDaysMin, let summary = RobustSummary(week) {
            weekMean = .value(summary.mean)
            weekCV = .value(100 * summary.deviation / summary.mean)
        } else {
            let reason = missing(week.count, RMSSDBaseline.weekDaysMin)
            (weekMean, weekCV) = (.unavailable(reason), .unavailable(reason))
        }
        if let range, range.count >= RMSSDBaseline.daysMin {
            let (low, high) = (range.mean - range.deviation, range.mean + range.deviation)
            normalRange = .value(low...high)
            state = .value(lnRMSSD < low ? .below : lnRMSSD > high ? .above : .within)
        } else {
            let reason = missing(range?.count ?? 0, RMSSDBaseline.daysMin)
            (normalRange, state) = (.unavailable(reason), .unavailable(reason))
        }
        if let change, change.count >= RMSSDBaseline.daysMin {
            smallestWorthwhileChange = .value(change.deviation / 2)
        } else {
            smallestWorthwhileChange = .unavailable(
                missing(change?.count ?? 0, RMSSDBaseline.daysMin))
        }
    }
}
