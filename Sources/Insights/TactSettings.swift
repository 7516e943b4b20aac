/// How insights hold back.
public struct TactSettings: Equatable, Sendable {
    /// Local time of day, hours since midnight, from which and to which nothing is said; equal ends
    /// are no quiet hours.
    public var quietFromHour = 22.0
    public var quietToHour = 7.0
    /// Minutes between two suggestions of a kind, if none was ignored: the half hour that guidelines name.
    public var minutesBetween = 30.0
    /// What each ignored suggestion multiplies them by, up to `ignoredMax` times.
    public var backOff = 1.5
    public var ignoredMax = 6
    /// In any 24 hours, of each kind of suggestion and of each kind of note.
    public var suggestionsPerDayMax = 6
    public var notesPerDayMax = 12

    public init() {}

    func isQuiet(secondOfDay: Double) -> Bool {
        let hour = secondOfDay / 3_600
        guard quietFromHour != quietToHour else { return false }
        return quietFromHour < quietToHour
            ? hour >= quietFromHour && hour < quietToHour
            : hour >= quietFromHour || hour < quietToHour
    }

    func perDayMax(_ kind: Insight.Kind) -> Int {
        switch kind {
        case .stationary: suggestionsPerDayMax
        case .arousal, .recovery, .trend, .quality: notesPerDayMax
        }
    }
}
