/// A threshold of a rule that a person may change, besides those that have a property of their own.
struct InsightThreshold: Sendable {
    enum Kind: Sendable {
        case flag(Bool)
        case count(Int, ClosedRange<Int>)
        case number(Double, ClosedRange<Double>)
    }

    /// As the rules name it: `quiet.from_hour`. In the file it is `quiet_from_hour`.
    let name: String
    let unit: String
    let kind: Kind

    var key: String { String(name.map { $0 == "." ? "_" : $0 }) }

    private init(_ name: String, _ kind: Kind, _ unit: String) {
        self.name = name
        self.unit = unit
        self.kind = kind
    }

    /// Names, ranges and defaults are those of the rules themselves; a test holds them equal.
    static let all = [
        InsightThreshold("stationary.on", .flag(true), ""),
        InsightThreshold("stationary.break_steps", .number(15, 1...120), "steps a minute"),
        InsightThreshold("stationary.sitting_probability", .number(0.8, 0.5...1), "probability"),
        InsightThreshold("stationary.usable_min", .number(0.5, 0...1), "share"),
        InsightThreshold("stationary.steps_age_minutes", .number(60, 1...1_440), "minutes"),
        InsightThreshold("stationary.contradicting_steps", .number(250, 1...100_000), "steps"),
        InsightThreshold("trend.on", .flag(true), ""),
        InsightThreshold("trend.percent_min", .number(10, 1...90), "per cent"),
        InsightThreshold("trend.days_min", .count(7, 2...60), "days"),
        InsightThreshold("quality.on", .flag(true), ""),
        InsightThreshold("quality.after_minutes", .number(2, 0.5...120), "minutes"),
        InsightThreshold("quality.back_after_minutes", .number(1, 0.5...120), "minutes"),
        InsightThreshold("quality.reason_share", .number(0.5, 0.5...1), "share"),
        InsightThreshold("arousal.on", .flag(true), ""),
        InsightThreshold("arousal.probability_min", .number(0.8, 0.5...1), "probability"),
        InsightThreshold("arousal.usual_minutes", .number(10, 10...120), "minutes"),
        InsightThreshold("arousal.responder_minutes", .number(30, 10...120), "minutes"),
        InsightThreshold("arousal.warming_max", .number(0.5, 0.1...5), "degrees"),
        InsightThreshold("recovery.on", .flag(true), ""),
        InsightThreshold("recovery.tells_within", .flag(false), ""),
        InsightThreshold("recovery.probability_min", .number(0.6, 0.5...0.95), "probability"),
        InsightThreshold("quiet.from_hour", .number(22, 0...24), "hours"),
        InsightThreshold("quiet.to_hour", .number(7, 0...24), "hours"),
        InsightThreshold("quiet.minutes_between", .number(30, 5...1_440), "minutes"),
        InsightThreshold("quiet.back_off", .number(1.5, 1...4), "times"),
        InsightThreshold("quiet.suggestions_per_day", .count(6, 0...100), "suggestions"),
        InsightThreshold("quiet.notes_per_day", .count(12, 0...100), "notes"),
    ]

    /// As a field of the group `insights`.
    var field: SettingField<AgentSettings> {
        let name = name
        let standard = standard
        @Sendable func value(_ settings: AgentSettings) -> Double {
            settings.insights.thresholds[name] ?? standard
        }
        let rule: SettingRule
        let get: @Sendable (AgentSettings) -> SettingValue
        switch kind {
        case .flag:
            rule = .flag
            get = { .flag(value($0) != 0) }
        case .count(_, let range):
            rule = .count(range, unit)
            get = { .count(Int(value($0))) }
        case .number(_, let range):
            rule = .number(range, unit)
            get = { .number(value($0)) }
        }
        return SettingField(name: key, rule: rule, get: get) { settings, set in
            let value: Double
            switch set {
            case .flag(let flag): value = flag ? 1 : 0
            case .count(let count): value = Double(count)
            case .number(let number): value = number
            case .text, .none: return
            }
            settings.insights.thresholds[name] = value == standard ? nil : value
        }
    }

    private var standard: Double {
        switch kind {
        case .flag(let flag): flag ? 1 : 0
        case .count(let count, _): Double(count)
        case .number(let number, _): number
        }
    }
}
