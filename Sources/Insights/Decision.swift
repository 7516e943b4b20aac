/// What a rule makes of its inputs.
public enum Decision: Equatable, Sendable {
    case say(Insight)
    case silent(Silence)

    public var insight: Insight? { if case .say(let insight) = self { insight } else { nil } }
    public var silence: Silence? { if case .silent(let silence) = self { silence } else { nil } }
}

/// Why nothing is said.
public struct Silence: Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        // Of a rule.
        case nothingToSay = "nothing-to-say"
        case belowThreshold = "below-threshold"
        case insideUsualRange = "inside-usual-range"
        case notClear = "not-clear"
        case tooLittleData = "too-little-data"
        case poorSignal = "poor-signal"
        case notWorn = "not-worn"
        case asleep
        case contradicted
        case turnedOff = "turned-off"
        // Of tact.
        case alreadySaid = "already-said"
        case quietHours = "quiet-hours"
        case doNotDisturb = "do-not-disturb"
        case personIsActive = "person-is-active"
        case personIsAroused = "person-is-aroused"
        case waiting
        case dailyCap = "daily-cap"
    }

    public let reason: Reason
    /// What was weighed, what was found and what would have been needed, where that is a number.
    public let quantity: String?
    public let found: Double?
    public let needed: Double?

    public init(
        _ reason: Reason, quantity: String? = nil, found: Double? = nil, needed: Double? = nil
    ) {
        self.reason = reason
        self.quantity = quantity
        self.found = found
        self.needed = needed
    }
}
