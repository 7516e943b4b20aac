import EventContract
import Trust

extension ServiceRefusal {
    /// A refusal of token, policy or budget, as an asker is told it.
    init(_ refusal: Refusal) {
        self.init(rule: refusal.rule, reason: refusal.reason)
    }

    init(rule: Rule, reason: String) {
        let retrySeconds: Int? =
            switch rule {
            case .budgetSpent, .busy: 60
            case .clockUntrusted, .revocationsStale: 300
            default: nil
            }
        self = .refused(
            code: rule.code, rule: rule.rawValue, reason: reason, retrySeconds: retrySeconds)
    }
}
