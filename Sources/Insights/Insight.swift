public import Biosignals

/// A finding that a person sees: what is suggested, why, resting on which claims, how surely.
/// It cannot be made without a claim.
public struct Insight: Equatable, Sendable {
    public enum Kind: String, Sendable { case stationary, trend }

    public let kind: Kind
    /// Machine-readable: `suggest_walk_break`, `note_hrv_trend`.
    public let action: String
    /// One sentence without measured numbers.
    public let text: String
    public let headline: String
    /// The reason in words, its numbers from `claims` only.
    public let reason: String
    /// The reason with its minutes rounded to 10, as the family's brief form has it.
    public let briefReason: String
    public let claims: [Claim]
    public let confidence: Confidence
    public let wouldChangeIf: [String]
    public let limits: [String]
    /// When it is said, and until when it is worth saying; seconds since the recording began.
    public let time: Seconds
    public let expires: Seconds

    public init(
        kind: Kind, action: String, text: String, headline: String, reason: String,
        briefReason: String, firstClaim: Claim, furtherClaims: [Claim] = [],
        confidence: Confidence, wouldChangeIf: [String], limits: [String], time: Seconds,
        expires: Seconds
    ) {
        self.kind = kind
        self.action = action
        self.text = text
        self.headline = headline
        self.reason = reason
        self.briefReason = briefReason
        claims = [firstClaim] + furtherClaims
        self.confidence = confidence
        self.wouldChangeIf = wouldChangeIf
        self.limits = limits
        self.time = time
        self.expires = expires
    }

    public func claim(_ quantity: String) -> Claim? { claims.first { $0.quantity == quantity } }
}
