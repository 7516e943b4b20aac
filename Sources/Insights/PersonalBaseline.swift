import HRV
import RealModule

/// What one person's measures are usually like, day by day and by the time of day.
///
/// Input:  values with their local day and minute, forward in time: what is not after the newest of
///         its measure is refused, so that a recording replayed again, or an older one after a newer
///         one, changes nothing. Where a clock is set back, what is measured twice counts once.
/// Output: the usual value, the normal range and the smallest worthwhile change at a time of day
///         (± 2 h around it, across midnight too) from the 60 days before, or how many days are
///         missing. One value a day: the weighted mean of what the day has there.
/// Robust: as `RMSSDBaseline`, whose summary it shares: Huber's mean, and an SD of values drawn in to
///         3 robust scales. A value outside what the measure can be is refused. A night at a third of
///         the usual RMSSD moves the range's edges by less than 0.75 SD after 14 days and by less
///         than 0.15 SD after 60, in nine of ten simulated people.
/// Memory: 62 days of 12 rows for each of at most 16 measures.
/// Source: Plews et al. (2013), doi:10.1007/s40279-013-0071-8, for ln RMSSD and half an SD; Huber
///         (1964), doi:10.1214/aoms/1177703732. The 60 days are a convention of HRV4Training.
/// Differs: they take one value a day and leave its time of day to the person.
public struct PersonalBaseline: Equatable, Sendable {
    /// What became of a value.
    public enum Addition: Equatable, Sendable {
        case added
        /// At or before the newest value of its measure.
        case notAfterLast
        /// Not finite, or outside what the measure can be.
        case implausible
        case poorSignal
        /// No further measure is kept.
        case tooManyMeasures
    }

    /// Minutes around a time of day that still count as that time.
    public static let reach = 120
    /// Days at a time of day for its usual value.
    public static let usualDaysMin = 7
    public static let usableMin = 0.8
    public static let measuresMax = 16
    /// The 60 days, today, and one more for times of day that reach back over midnight.
    static let daysKept = RMSSDBaseline.rangeDays + 2

    /// Oldest first for each measure.
    private(set) var kept: [BaselineMeasure: [BaselineRow]] = [:]

    public init() {}

    /// From rows that were kept, in any order. Those too old are left out.
    public init(rows: [BaselineRow]) throws(BaselineError) {
        for (measure, rows) in Dictionary(grouping: rows, by: \.measure) {
            let sorted = rows.sorted { $0.last < $1.last }
            guard let newest = sorted.last else { continue }
            for (row, next) in zip(sorted, sorted.dropFirst())
            where (row.day, row.part) == (next.day, next.part) { throw .rowTwice }
            kept[measure] = sorted.filter { newest.day - $0.day < Self.daysKept }
        }
        guard kept.count <= Self.measuresMax else {
            throw .tooManyMeasures(found: kept.count, max: Self.measuresMax)
        }
    }

    /// All rows, by measure and time, for keeping.
    public var rows: [BaselineRow] {
        measures.flatMap { kept[$0] ?? [] }
    }

    /// By name.
    public var measures: [BaselineMeasure] { kept.keys.sorted { $0.rawValue < $1.rawValue } }

    /// The row that the newest value of a measure is in: the only one an addition has changed.
    public func newestRow(of measure: BaselineMeasure) -> BaselineRow? { kept[measure]?.last }

    /// - Parameters:
    ///   - day: local days since 1970-01-01.
    ///   - minute: of the local day, 0..<1440.
    ///   - usable: share of the signal it rests on, 0…1.
    ///   - weight: against the others of its two hours.
    public mutating func add(
        _ measure: BaselineMeasure, day: Int, minute: Int, value: Double, usable: Double,
        weight: Double = 1
    ) -> Addition {
        guard !(usable < Self.usableMin) else { return .poorSignal }
        guard
            let row = try? BaselineRow(
                measure: measure, day: day, minute: Double(minute), value: value, usable: usable,
                weight: weight, lastMinute: minute)
        else { return .implausible }
        guard kept[measure] != nil || kept.count < Self.measuresMax else { return .tooManyMeasures }
        if let newest = kept[measure]?.last {
            guard row.last > newest.last else { return .notAfterLast }
            if (newest.day, newest.part) == (row.day, row.part) {
                guard let merged = try? newest.merged(with: row) else { return .implausible }
                kept[measure]?.removeLast()
                kept[measure]?.append(merged)
                return .added
            }
        }
        kept[measure]?.removeAll { day - $0.day >= Self.daysKept }
        kept[measure, default: []].append(row)
        return .added
    }
}
