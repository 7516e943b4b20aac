/// What an approver said of one exact action, and why.
public struct ApprovalDecision: Equatable, Sendable {
    public enum Answer: String, CaseIterable, Sendable { case approve, deny }

    public static let lengthMax = 8_192
    public static let reasonMax = 1_000

    public let approvalId: String
    public let actionHash: String
    public let answer: Answer
    public let reason: String
    public let approver: String
    /// s since 1970-01-01T00:00:00Z.
    public let decided: Int64
    /// s since 1970-01-01T00:00:00Z; an approval not used by then is worth nothing.
    public let expires: Int64

    public init(
        approvalId: String, actionHash: String, answer: Answer, reason: String, approver: String,
        decided: Int64, expires: Int64
    ) throws(Refusal) {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(.reasonMissing, "A decision needs a reason, whichever it is.")
        }
        guard reason.utf8.count <= Self.reasonMax,
            reason.unicodeScalars.allSatisfy(CanonicalText.isAllowed), decided >= 0,
            decided < expires
        else { throw Refusal(.memberValue, "The decision has a value it cannot have.") }
        self.approvalId = approvalId
        self.actionHash = actionHash
        self.answer = answer
        self.reason = reason
        self.approver = approver
        self.decided = decided
        self.expires = expires
    }

    /// The decision, signed with the approver's key.
    public func document(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .approvalDecision,
            CanonicalObject([
                "action_hash": .text(actionHash), "approval_id": .text(approvalId),
                "approver": .text(approver), "decided_at": .integer(decided),
                "decision": .text(answer.rawValue), "expires_at": .integer(expires),
                "reason": .text(reason), "v": .integer(1),
            ]), signedBy: key)
    }

    init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        try self.init(
            approvalId: reader.plain("approval_id", 8...64),
            actionHash: reader.digest("action_hash"),
            answer: reader.word(Answer.self, "decision"),
            reason: reader.words("reason", 0...Self.reasonMax),
            approver: reader.plain("approver"), decided: reader.integer("decided_at"),
            expires: reader.integer("expires_at"))
        try reader.finish()
    }
}

/// A decision that an approver known here signed. There is no other way to make one.
public struct VerifiedDecision: Equatable, Sendable {
    public let decision: ApprovalDecision
    /// The key that signed it.
    public let keyIdentifier: String
    /// As it came, to be kept with the approval.
    public let bytes: [UInt8]

    public init(
        _ bytes: [UInt8], _ keyring: Keyring, _ revocations: Revocations, at clock: ClockReading
    ) throws(Refusal) {
        let (verified, entry) = try Self.signed(bytes, keyring, revocations)
        let now = try clock.trustedSeconds()
        try entry.check(at: now)
        guard verified.decision.decided <= now + TokenVerifier.earlyMax else {
            throw Refusal(.notYetValid, "The decision is from the future.")
        }
        self = verified
    }

    /// One that was taken when it came, read back from where it was kept: its key must have held
    /// when it signed. It needs no clock; whoever acts on it does.
    public init(
        kept bytes: [UInt8], _ keyring: Keyring, _ revocations: Revocations
    ) throws(Refusal) {
        let (verified, entry) = try Self.signed(bytes, keyring, revocations)
        try entry.check(at: verified.decision.decided)
        self = verified
    }

    private init(_ decision: ApprovalDecision, _ keyIdentifier: String, _ bytes: [UInt8]) {
        self.decision = decision
        self.keyIdentifier = keyIdentifier
        self.bytes = bytes
    }

    private static func signed(
        _ bytes: [UInt8], _ keyring: Keyring, _ revocations: Revocations
    ) throws(Refusal) -> (VerifiedDecision, KeyringEntry) {
        let document = try SignedDocument(
            .approvalDecision, bytes, lengthMax: ApprovalDecision.lengthMax)
        let keyIdentifier = try document.keyIdentifier()
        let entry: KeyringEntry
        do {
            entry = try keyring.entry(keyIdentifier, role: .approver, revocations)
        } catch {
            guard error.rule == .keyRole else { throw error }
            throw Refusal(.notAnApprover, "The key is known, but not as an approver's.")
        }
        try document.verify(with: entry.key)
        let decision = try ApprovalDecision(document)
        guard decision.approver == entry.agent else {
            throw Refusal(.agentDiffers, "The decision is signed by another approver.")
        }
        return (VerifiedDecision(decision, keyIdentifier, bytes), entry)
    }
}
