/// Where decisions on sensitive tasks are judged.
///
/// The socket grants nothing: whoever may open it may bring a decision, and the decision counts by
/// its approver's signature over the exact action, or not at all.
public protocol ApprovalDesk: Sendable {
    /// - Parameter decision: the bytes that came, to be checked.
    func decide(
        _ task: String, _ verdict: ApprovalVerdict, _ decision: [UInt8]
    ) async -> DecisionReply
}

public enum ApprovalVerdict: String, Sendable { case approve, deny }

public enum DecisionReply: Equatable, Sendable {
    case recorded
    /// With the status of HTTP, the rule that refused it, and a sentence.
    case refused(status: Int, rule: String, reason: String)
}
