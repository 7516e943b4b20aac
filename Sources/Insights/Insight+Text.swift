/// Its sentences as plain text.
extension Insight {
    public var text: String { sentences.text.text }
    public var headline: String { sentences.headline.text }
    public var reason: String { sentences.reason.text }
    public var briefReason: String { sentences.briefReason.text }
    public var wouldChangeIf: [String] { sentences.wouldChangeIf.map(\.text) }
    public var limits: [String] { sentences.limits.map(\.text) }
    public var whyNotHigher: String? { sentences.whyNotHigher?.text }

    /// Claims that state something found; the others are thresholds, choices and what would have
    /// been.
    public var findings: [Claim] {
        claims.filter { $0.source != .setting && $0.source != .counterfactual }
    }
}
