/// The orchestrator's word that it has the request and shows it. Without it a request counts as
/// asked, not as delivered.
public struct ApprovalReceipt: Equatable, Sendable {
    static let lengthMax = 2_048

    public let approvalId: String
    public let actionHash: String
    public let receiver: String
    /// s since 1970-01-01T00:00:00Z.
    public let received: Int64

    public init(approvalId: String, actionHash: String, receiver: String, received: Int64) {
        self.approvalId = approvalId
        self.actionHash = actionHash
        self.receiver = receiver
        self.received = received
    }

    public func document(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .approvalReceipt,
            CanonicalObject([
                "action_hash": .text(actionHash), "approval_id": .text(approvalId),
                "received_at": .integer(received), "receiver": .text(receiver), "v": .integer(1),
            ]), signedBy: key)
    }

    /// - Parameter receiver: the member that asks persons.
    public static func verified(
        _ bytes: [UInt8], from receiver: String, _ keyring: Keyring, _ revocations: Revocations
    ) throws(Refusal) -> ApprovalReceipt {
        let document = try SignedDocument(.approvalReceipt, bytes, lengthMax: lengthMax)
        let entry = try keyring.entry(
            try document.keyIdentifier(), role: .member, revocations)
        try document.verify(with: entry.key)
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        let receipt = ApprovalReceipt(
            approvalId: try reader.plain("approval_id", 8...64),
            actionHash: try reader.digest("action_hash"),
            receiver: try reader.plain("receiver"), received: try reader.integer("received_at"))
        try reader.finish()
        try entry.check(at: receipt.received)
        guard entry.agent == receiver, receipt.receiver == receiver else {
            throw Refusal(.agentDiffers, "The receipt is signed by another agent.")
        }
        return receipt
    }
}
