extension Sentence: ExpressibleByStringInterpolation {
    public init(stringLiteral value: StaticString) {
        self.init(parts: [.words(value.description)])
    }

    public init(stringInterpolation: Interpolation) { self.init(parts: stringInterpolation.parts) }

    /// Takes claims, never bare numbers and never text that is put together elsewhere.
    public struct Interpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            guard literal.utf8CodeUnitCount > 0 else { return }
            parts.append(.words(literal.description))
        }

        public mutating func appendInterpolation(_ claim: Claim, _ form: NumberForm) {
            parts.append(.number(claim, form))
        }

        public mutating func appendInterpolation(_ word: JudgedWord, by claim: Claim) {
            parts.append(.judged(word, by: claim, capitalised: false))
        }

        public mutating func appendInterpolation(begin word: JudgedWord, by claim: Claim) {
            parts.append(.judged(word, by: claim, capitalised: true))
        }

        public mutating func appendInterpolation(named word: JudgedWord) {
            parts.append(.named(word))
        }

        public mutating func appendInterpolation(_ sentence: Sentence) {
            parts += sentence.parts
        }
    }
}
