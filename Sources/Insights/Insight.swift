public import Biosignals

/// A finding that a person sees: what is suggested, why, resting on which claims, how surely.
/// It cannot be made without claims, and its sentences can mention none but its own.
public struct Insight: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case stationary, arousal, recovery, trend, quality
    }

    /// How much it presses; never by how large a number is, but by what is at hand beside it.
    public enum Priority: String, CaseIterable, Sendable { case normal, raised }

    /// What it is about, so that it is said once: a bout, a stretch of bad signal, a day.
    public struct Occasion: Hashable, Sendable {
        public let key: String
        /// When it began, seconds since the recording began; tells one bout from the next. Nil where
        /// there is one at a time.
        public let began: Seconds?
        /// Rises while the occasion lasts and more is to be said about it; from 1.
        public let stage: Int
        /// Said only if an earlier stage was: a word that something is over.
        public let isFollowUp: Bool
        /// Keys that may be said anew after this.
        public let replaces: [String]

        public init(
            key: String, began: Seconds? = nil, stage: Int = 1, isFollowUp: Bool = false,
            replaces: [String] = []
        ) {
            self.key = key
            self.began = began
            self.stage = stage
            self.isFollowUp = isFollowUp
            self.replaces = replaces
        }
    }

    /// What tact needs to know of it.
    public struct Announcement: Equatable, Sendable {
        public let kind: Kind
        public let action: String
        public let occasion: Occasion
        public let time: Seconds

        public init(kind: Kind, action: String, occasion: Occasion, time: Seconds) {
            self.kind = kind
            self.action = action
            self.occasion = occasion
            self.time = time
        }

        /// It asks for something to be done now, and so may be ignored and deferred.
        public var isSuggestion: Bool { action.hasPrefix("suggest_") }
    }

    /// Everything it says, in parts.
    public struct Sentences: Equatable, Sendable {
        /// One sentence without measured numbers.
        public var text: Sentence
        public var headline: Sentence
        public var reason: Sentence
        /// The reason with its minutes rounded to 10, as the family's brief form has it.
        public var briefReason: Sentence
        public var wouldChangeIf: [Sentence]
        public var limits: [Sentence]
        /// Which piece of evidence costs the most confidence, if one does.
        public var whyNotHigher: Sentence?

        public init(
            text: Sentence, headline: Sentence, reason: Sentence, briefReason: Sentence,
            wouldChangeIf: [Sentence], limits: [Sentence], whyNotHigher: Sentence? = nil
        ) {
            self.text = text
            self.headline = headline
            self.reason = reason
            self.briefReason = briefReason
            self.wouldChangeIf = wouldChangeIf
            self.limits = limits
            self.whyNotHigher = whyNotHigher
        }

        var beside: [Sentence] {
            wouldChangeIf + limits + (whyNotHigher.map { [$0] } ?? [])
        }
        var all: [Sentence] { [text, headline, reason, briefReason] + beside }
    }

    public let kind: Kind
    public let rule: RuleID
    /// Machine-readable: `suggest_walk_break`, `note_hrv_trend`.
    public let action: String
    public let sentences: Sentences
    public let claims: [Claim]
    public let confidence: Confidence
    /// What each piece of evidence adds to the confidence; they sum to it.
    public let contributions: [Contribution]
    public let priority: Priority
    public let occasion: Occasion
    /// When it is said, and until when it is worth saying; seconds since the recording began.
    public let time: Seconds
    public let expires: Seconds

    public init(
        kind: Kind, rule: RuleID, action: String, sentences: Sentences, ledger: ClaimLedger,
        confidence: Confidence, contributions: [Contribution] = [], priority: Priority = .normal,
        occasion: Occasion, time: Seconds, expires: Seconds
    ) {
        precondition(
            !sentences.text.claims.isEmpty && !sentences.reason.claims.isEmpty,
            "An insight's text and reason rest on claims: \(sentences.text.text).")
        for sentence in sentences.all {
            precondition(
                sentence.claims.allSatisfy { ledger.claims.contains($0) },
                "A sentence mentions only claims of its insight: \(sentence.text).")
        }
        self.kind = kind
        self.rule = rule
        self.action = action
        self.sentences = sentences
        claims = ledger.claims
        self.confidence = confidence
        self.contributions = contributions
        self.priority = priority
        self.occasion = occasion
        self.time = time
        self.expires = expires
    }

    public var announcement: Announcement {
        Announcement(kind: kind, action: action, occasion: occasion, time: time)
    }

    public func claim(_ quantity: String) -> Claim? { claims.first { $0.quantity == quantity } }
}

/// What one piece of evidence adds to an insight's confidence (its Shapley value); may be negative.
public struct Contribution: Equatable, Sendable {
    public let name: String
    public let value: Double

    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
