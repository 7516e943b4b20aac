/// A text that is made of parts only: fixed words, numbers of claims, words that a claim bears out.
///
///     "Stationary for three hours" is not a sentence that can be written; this is:
///     "\(begin: .stationary, by: bout) for \(bout, .duration)"
public struct Sentence: Equatable, Sendable {
    public enum Part: Equatable, Sendable {
        case words(String)
        case number(Claim, NumberForm)
        /// `capitalised`: it begins the sentence.
        case judged(JudgedWord, by: Claim, capitalised: Bool)
        /// Named without being said of the person.
        case named(JudgedWord)
    }

    public private(set) var parts: [Part]

    /// Not public: outside, fixed words are literals of the program, never text put together.
    init(parts all: [Part]) {
        parts = []
        for part in all {
            // Words that meet are one: what they say together is what is judged.
            if case .words(let more) = part, case .words(let words) = parts.last {
                parts[parts.count - 1] = .words(words + more)
            } else {
                parts.append(part)
            }
        }
    }

    public var text: String { parts.reduce(into: "") { $0 += $1.text } }

    /// The claims it rests on, each once, in the order of their mention.
    public var claims: [Claim] {
        var claims: [Claim] = []
        for part in parts {
            if let claim = part.claim, !claims.contains(claim) { claims.append(claim) }
        }
        return claims
    }

    /// Whether it names a word that nothing bears out.
    public var namesOnly: Bool { parts.contains { $0.isNamed } }

    /// Whether a number in it was measured. A time of day is none: it says when, not what.
    var holdsMeasuredNumber: Bool {
        parts.contains { part in
            guard case .number(let claim, let form) = part else { return false }
            return claim.source != .setting && form != .clockTime && form != .elapsed
        }
    }

    public static func + (lhs: Sentence, rhs: Sentence) -> Sentence {
        Sentence(parts: lhs.parts + rhs.parts)
    }
}

extension Sentence.Part {
    var text: String {
        switch self {
        case .words(let words): words
        case .number(let claim, let form): form.text(claim.value)
        case .judged(let word, _, let capitalised):
            capitalised
                ? word.rawValue.prefix(1).uppercased() + word.rawValue.dropFirst() : word.rawValue
        case .named(let word): word.rawValue
        }
    }

    var claim: Claim? {
        switch self {
        case .number(let claim, _), .judged(_, by: let claim, _): claim
        case .words, .named: nil
        }
    }

    var isNamed: Bool { if case .named = self { true } else { false } }
}
