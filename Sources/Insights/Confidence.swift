/// How sure an insight is, and how that was arrived at: the product of named terms, capped.
public struct Confidence: Equatable, Sendable {
    public struct Term: Equatable, Sendable {
        public let name: String
        /// 0…1.
        public let value: Double

        public init(name: String, value: Double) {
            precondition((0...1).contains(value), "A term lies between 0 and 1: \(name) \(value).")
            self.name = name
            self.value = value
        }
    }

    public enum Kind: String, Sendable {
        /// Checked against what came true.
        case calibrated
        /// A model's own probability, not yet checked against what came true.
        case uncalibratedModel = "uncalibrated-model"
    }

    /// No insight claims more than this, whatever its terms say.
    public static let valueMax = 0.95

    public let terms: [Term]
    public let kind: Kind

    public init(terms: [Term], kind: Kind) {
        precondition(!terms.isEmpty, "A confidence rests on at least one term.")
        self.terms = terms
        self.kind = kind
    }

    public var value: Double { min(Self.valueMax, terms.reduce(1) { $0 * $1.value }) }
}
