/// What a person answered to one insight, as it is kept.
public struct StoredAnswer: Sendable, Equatable {
    /// Answers kept of each kind of insight; beyond that the oldest go.
    public static let perKindMax = 512

    /// The insight's event id.
    public let event: String
    /// The insight's kind, `stationary` for one.
    public let kind: String
    /// `accepted`, `helpful`, `dismissed`, `not_helpful` or `ignored`.
    public let word: String
    /// ms since 1970-01-01T00:00:00Z.
    public let timeMilliseconds: Int64
    /// The insight's confidence before any answer of the person, 0…1.
    public let probability: Double

    public init(
        event: String, kind: String, word: String, timeMilliseconds: Int64, probability: Double
    ) {
        self.event = event
        self.kind = kind
        self.word = word
        self.timeMilliseconds = timeMilliseconds
        self.probability = probability
    }
}

/// The tables of what belongs to one person.
public enum PersonalTable: String, Sendable, CaseIterable {
    case baselines, answers, handovers
}
