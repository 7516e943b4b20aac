public import Biosignals

/// Said instead of a norm while a person's own days are too few.
public struct NotEnoughDays: Error, Equatable, Sendable, CustomStringConvertible {
    public let found: Int
    public let needed: Int
    /// Whether only days with something at that time of day count.
    public let isAtTimeOfDay: Bool

    public init(found: Int, needed: Int, isAtTimeOfDay: Bool) {
        self.found = found
        self.needed = needed
        self.isAtTimeOfDay = isAtTimeOfDay
    }

    public var description: String {
        "not enough days yet\(isAtTimeOfDay ? " at this time of day" : ""): found \(found), "
            + "needed \(needed)"
    }

    /// The same where a measure's reason is wanted.
    public var unavailable: Unavailable { .sourceUnsuitable(because: description) }
}
