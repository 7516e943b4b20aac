/// When something is said to the person.
public struct InsightSettings: Equatable, Sendable {
    /// Length of the walk that is suggested, minutes.
    public var breakMinutes = 5
    /// Stationary minutes before the first suggestion, and between it and the next.
    public var afterMinutes = 60.0
    /// Suggestions in one bout; 0 makes none.
    public var remindersMax = 4
    /// How far back a trend looks, hours.
    public var trendHours = 3.0

    /// Further thresholds of the rules that somebody has set, by the rules' names for them, such as
    /// `quiet.from_hour`; a flag is 0 or 1. Those not here are the rules' own.
    public var thresholds: [String: Double] = [:]

    public init() {}
}
