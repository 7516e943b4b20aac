extension InsightSettings {
    /// In the order in which a person would read them.
    public static let keys: [Key] =
        stationaryKeys + trendKeys + qualityKeys + arousalKeys + recoveryKeys + quietKeys

    private static let stationaryKeys = [
        toggle("stationary.on", "whether breaks are suggested") {
            $0.stationary.isOn
        } set: {
            $0.stationary.isOn = $1
        },
        number(
            "stationary.after_minutes", "min", 5...480,
            "stationary minutes before the first suggestion, and between two stages"
        ) {
            $0.stationary.minutesMin
        } set: {
            $0.stationary.minutesMin = $1
        },
        whole("stationary.break_minutes", "min", 1...60, "length of the walk that is suggested") {
            $0.stationary.breakMinutes
        } set: {
            $0.stationary.breakMinutes = $1
        },
        whole("stationary.reminders_max", "", 0...20, "suggestions in one bout; 0 makes none") {
            $0.stationary.remindersMax
        } set: {
            $0.stationary.remindersMax = $1
        },
        number(
            "stationary.break_steps", "1/min", 1...120, "steps within a minute that end a bout"
        ) {
            $0.stationary.breakSteps
        } set: {
            $0.stationary.breakSteps = $1
        },
        number(
            "stationary.sitting_probability", "", 0.5...1,
            "from this probability on posture counts as evidenced"
        ) {
            $0.stationary.sittingMin
        } set: {
            $0.stationary.sittingMin = $1
        },
        number(
            "stationary.usable_min", "", 0...1,
            "usable share of the bout below which nothing is said"
        ) {
            $0.stationary.usableMin
        } set: {
            $0.stationary.usableMin = $1
        },
        number(
            "stationary.steps_age_minutes", "min", 1...1_440,
            "an older count of steps is not known"
        ) {
            $0.stationary.stepsAgeMax
        } set: {
            $0.stationary.stepsAgeMax = $1
        },
        number(
            "stationary.contradicting_steps", "", 1...100_000,
            "steps since the bout began that speak against it"
        ) {
            $0.stationary.contradictingSteps
        } set: {
            $0.stationary.contradictingSteps = $1
        },
    ]

    private static let trendKeys = [
        toggle("trend.on", "whether trends of heart rate variability are told") {
            $0.trend.isOn
        } set: {
            $0.trend.isOn = $1
        },
        number("trend.percent_min", "%", 1...90, "a smaller change is not told") {
            $0.trend.percentMin
        } set: {
            $0.trend.percentMin = $1
            $0.stationary.trend.percentMin = $1
        },
        whole(
            "trend.days_min", "days", 2...60,
            "days before the usual change of the same hours counts"
        ) {
            $0.trend.daysMin
        } set: {
            $0.trend.daysMin = $1
            $0.stationary.trend.daysMin = $1
        },
    ]

    private static let qualityKeys = [
        toggle("quality.on", "whether unusable signals are told") {
            $0.quality.isOn
        } set: {
            $0.quality.isOn = $1
        },
        number("quality.after_minutes", "min", 0.5...120, "unusable minutes before it is told") {
            $0.quality.badMinutesMin
        } set: {
            $0.quality.badMinutesMin = $1
        },
        number(
            "quality.back_after_minutes", "min", 0.5...120,
            "usable minutes before it is taken back"
        ) {
            $0.quality.goodMinutesMin
        } set: {
            $0.quality.goodMinutesMin = $1
        },
        number(
            "quality.reason_share", "", 0.5...1,
            "share of the unusable seconds that a reason must hold for"
        ) {
            $0.quality.reasonMin
        } set: {
            $0.quality.reasonMin = $1
        },
    ]

    private static let quietKeys = [
        number("quiet.from_hour", "h", 0...24, "local hour from which nothing is said") {
            $0.tact.quietFromHour
        } set: {
            $0.tact.quietFromHour = $1
        },
        number("quiet.to_hour", "h", 0...24, "local hour to which nothing is said") {
            $0.tact.quietToHour
        } set: {
            $0.tact.quietToHour = $1
        },
        number(
            "quiet.minutes_between", "min", 5...1_440,
            "minutes between two suggestions of a kind, if none was ignored"
        ) {
            $0.tact.minutesBetween
        } set: {
            $0.tact.minutesBetween = $1
        },
        number("quiet.back_off", "", 1...4, "what an ignored suggestion multiplies them by") {
            $0.tact.backOff
        } set: {
            $0.tact.backOff = $1
        },
        whole("quiet.suggestions_per_day", "", 0...100, "suggestions of a kind in 24 hours") {
            $0.tact.suggestionsPerDayMax
        } set: {
            $0.tact.suggestionsPerDayMax = $1
        },
        whole("quiet.notes_per_day", "", 0...100, "notes of a kind in 24 hours") {
            $0.tact.notesPerDayMax
        } set: {
            $0.tact.notesPerDayMax = $1
        },
    ]

    // MARK: How a key is made

    private static func number(
        _ name: String, _ unit: String, _ range: ClosedRange<Double>, _ meaning: String,
        get: @escaping @Sendable (InsightSettings) -> Double,
        set: @escaping @Sendable (inout InsightSettings, Double) -> Void
    ) -> Key {
        Key(
            name: name, unit: unit, range: range, isWhole: false, meaning: meaning, get: get,
            set: set)
    }

    private static func whole(
        _ name: String, _ unit: String, _ range: ClosedRange<Double>, _ meaning: String,
        get: @escaping @Sendable (InsightSettings) -> Int,
        set: @escaping @Sendable (inout InsightSettings, Int) -> Void
    ) -> Key {
        Key(
            name: name, unit: unit, range: range, isWhole: true, meaning: meaning,
            get: { Double(get($0)) },
            set: { settings, value in
                if let whole = Int(exactly: value) { set(&settings, whole) }
            })
    }

    private static let recoveryKeys = [
        toggle("recovery.on", "whether a day outside the usual range is told") {
            $0.recovery.isOn
        } set: {
            $0.recovery.isOn = $1
        },
        toggle("recovery.tells_within", "whether a day within the usual range is told as well") {
            $0.recovery.tellsWithin
        } set: {
            $0.recovery.tellsWithin = $1
        },
        number(
            "recovery.probability_min", "", 0.5...0.95, "below this probability it is not told"
        ) {
            $0.recovery.probabilityMin
        } set: {
            $0.recovery.probabilityMin = $1
        },
    ]

    /// 0 or 1.
    private static func toggle(
        _ name: String, _ meaning: String,
        get: @escaping @Sendable (InsightSettings) -> Bool,
        set: @escaping @Sendable (inout InsightSettings, Bool) -> Void
    ) -> Key {
        Key(
            name: name, unit: "", range: 0...1, isWhole: true, meaning: meaning,
            get: { get($0) ? 1 : 0 }, set: { set(&$0, $1 != 0) })
    }
}
