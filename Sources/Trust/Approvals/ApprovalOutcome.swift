/// How an approval ended, as the agent that asked says.
public struct ApprovalOutcome: Equatable, Sendable {
    static let lengthMax = 8_192

    public let approvalId: String
    public let actionHash: String
    public let agent: String
    public let state: Approval.State
    public let reason: String
    /// s since 1970-01-01T00:00:00Z.
    public let time: Int64

    public init(
        approvalId: String, actionHash: String, agent: String, state: Approval.State,
        reason: String, time: Int64
    ) {
        self.approvalId = approvalId
        self.actionHash = actionHash
        self.agent = agent
        self.state = state
        self.reason = CanonicalText.allowed(reason)
        self.time = time
    }

    public func document(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .approvalOutcome,
            CanonicalObject([
                "action_hash": .text(actionHash), "agent": .text(agent),
                "approval_id": .text(approvalId), "outcome": .text(state.rawValue),
                "reason": .text(reason), "time": .integer(time), "v": .integer(1),
            ]), signedBy: key)
    }

    public static func verified(
        _ bytes: [UInt8], _ keyring: Keyring, _ revocations: Revocations
    ) throws(Refusal) -> ApprovalOutcome {
        let document = try SignedDocument(.approvalOutcome, bytes, lengthMax: lengthMax)
        let entry = try keyring.entry(
            try document.keyIdentifier(), role: .member, revocations)
        try document.verify(with: entry.key)
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        let outcome = ApprovalOutcome(
            approvalId: try reader.plain("approval_id", 8...64),
            actionHash: try reader.digest("action_hash"), agent: try reader.plain("agent"),
            state: try reader.word(Approval.State.self, "outcome"),
            reason: try reader.words("reason", 0...4_096), time: try reader.integer("time"))
        try reader.finish()
        try entry.check(at: outcome.time)
        guard outcome.agent == entry.agent else {
            throw Refusal(.agentDiffers, "The outcome is signed by another agent.")
        }
        return outcome
    }
}
