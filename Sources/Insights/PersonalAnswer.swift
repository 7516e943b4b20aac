/// What a person answered to one insight.
public struct PersonalAnswer: Equatable, Sendable {
    public enum Word: String, CaseIterable, Sendable {
        case accepted, helpful, dismissed
        case notHelpful = "not_helpful"
        case ignored

        /// Whether the insight was right for the person; nil where silence says nothing.
        public var isYes: Bool? {
            switch self {
            case .accepted, .helpful: true
            case .dismissed, .notHelpful: false
            case .ignored: nil
            }
        }
    }

    /// The insight's event id: one insight has one answer.
    public let event: String
    public let word: Word
    /// ms since 1970-01-01T00:00:00Z; of two answers to one insight the later counts.
    public let timeMilliseconds: Int64
    /// What the insight's confidence was before any answer of the person, 0…1.
    public let probability: Double

    /// Nil if the probability is none, or the id is empty or longer than 64 bytes.
    public init?(event: String, word: Word, timeMilliseconds: Int64, probability: Double) {
        guard (1...64).contains(event.utf8.count), (0...1).contains(probability) else {
            return nil
        }
        self.event = event
        self.word = word
        self.timeMilliseconds = timeMilliseconds
        self.probability = probability
    }

    /// Whether this one counts when both answer the same insight; the same whichever came first.
    func replaces(_ other: PersonalAnswer) -> Bool {
        if timeMilliseconds != other.timeMilliseconds {
            return timeMilliseconds > other.timeMilliseconds
        }
        if word != other.word { return word.rawValue > other.word.rawValue }
        return probability > other.probability
    }
}
