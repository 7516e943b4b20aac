/// Until approvals are kept anywhere, no decision counts.
public struct NoApprovals: ApprovalDesk {
    public init() {}

    public func decide(
        _ task: String, _ verdict: ApprovalVerdict, _ decision: [UInt8]
    ) async -> DecisionReply {
        .refused(
            status: 501, rule: "approval.signature",
            reason: "A decision counts only with an approver's signature over the exact action; "
                + "this socket grants nothing, and this agent keeps no approvals yet.")
    }
}
