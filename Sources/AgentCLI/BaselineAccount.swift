import Agent
import EventContract
import Foundation
import Insights

/// A person's baseline and answers, for people and for programs.
struct BaselineAccount: Encodable {
    struct Measure: Encodable {
        let measure: String
        let unit: String
        /// Days with any value, within the 62 that are kept.
        let days: Int
        let newestDay: String
        /// Minute of the local day it is usually taken at; null where there is no such time.
        let minute: Int?
        let usual: Double?
        let range: [Double]?
        let rangeDays: Int?
        /// Per cent for a logarithm, else in the measure's unit.
        let smallestWorthwhileChange: Double?
        let weekMean: Double?
        /// Why there is no range.
        let reason: String?

        enum CodingKeys: String, CodingKey {
            case measure, unit, days, minute, usual, range, reason
            case newestDay = "newest_day"
            case rangeDays = "range_days"
            case smallestWorthwhileChange = "smallest_worthwhile_change"
            case weekMean = "week_mean"
        }

        /// Null where not known, never left out.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(measure, forKey: .measure)
            try container.encode(unit, forKey: .unit)
            try container.encode(days, forKey: .days)
            try container.encode(newestDay, forKey: .newestDay)
            try container.encode(minute, forKey: .minute)
            try container.encode(usual, forKey: .usual)
            try container.encode(range, forKey: .range)
            try container.encode(rangeDays, forKey: .rangeDays)
            try container.encode(smallestWorthwhileChange, forKey: .smallestWorthwhileChange)
            try container.encode(weekMean, forKey: .weekMean)
            try container.encode(reason, forKey: .reason)
        }
    }

    struct Answers: Encodable {
        let kind: String
        let n: Int
        let yes: Int
        let a: Double
        let b: Double
        let account: String
    }

    let person: String
    let measures: [Measure]
    let answers: [Answers]

    init(_ records: PersonalRecords) {
        person = records.pseudonym
        let baseline = records.baseline
        measures = baseline.measures.compactMap { Measure($0, in: baseline) }
        answers = records.layers.kinds.map { kind in
            let layer = records.layers.layer(of: kind)
            return Answers(
                kind: kind, n: layer.count, yes: layer.yesCount, a: layer.a, b: layer.b,
                account: layer.account(of: 0.85))
        }
    }

    /// `2026-11-21` of days since 1970-01-01.
    static func date(_ day: Int) -> String {
        String(WireTime(millisecondsSince1970: Int64(day) * 86_400_000).text.prefix(10))
    }
}

extension BaselineAccount.Measure {
    fileprivate init?(_ name: BaselineMeasure, in baseline: PersonalBaseline) {
        guard let newest = baseline.newestRow(of: name) else { return nil }
        let isLogarithm = name.rawValue.hasSuffix("nRMSSD")
        func plain(_ value: Double) -> Double { isLogarithm ? exp(value) : value }
        let tomorrow = newest.day + 1
        let time = baseline.usualMinute(of: name, before: tomorrow)
        let range = baseline.normalRange(name, at: time, before: tomorrow)
        let usual = try? baseline.usual(name, at: time, before: tomorrow).get()
        measure = name.rawValue
        unit = isLogarithm ? "ms" : name.rawValue.hasSuffix("eartRate") ? "1/min" : ""
        days = Set(baseline.rows.filter { $0.measure == name }.map(\.day)).count
        newestDay = BaselineAccount.date(newest.day)
        minute = time
        self.usual = usual.map { plain($0.value) }
        weekMean = (try? baseline.weekMean(name, at: time, through: newest.day).get()).map(plain)
        switch range {
        case .success(let found):
            self.range = [plain(found.lower), plain(found.upper)]
            rangeDays = found.days
            let change = found.smallestWorthwhileChange
            smallestWorthwhileChange = isLogarithm ? 100 * (exp(change) - 1) : change
            reason = nil
        case .failure(let short):
            (self.range, rangeDays, smallestWorthwhileChange) = (nil, nil, nil)
            reason = short.description
        }
    }
}
