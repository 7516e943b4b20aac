public import EventContract

/// What a person is asked: the exact action, and the same in words, with what would leave or be
/// erased.
public struct ApprovalRequest: Equatable, Sendable {
    public static let lengthMax = 32_768
    public static let wordsMax = 2_000
    /// s
    public static let lifeMax: Int64 = 86_400

    public let action: ApprovalAction
    /// What would leave or be erased, for a person.
    public let words: String
    /// Bytes of it.
    public let size: Int64
    /// Items of it.
    public let count: Int64
    public let label: Label
    /// s since 1970-01-01T00:00:00Z.
    public let asked: Int64
    /// s since 1970-01-01T00:00:00Z.
    public let expires: Int64
    /// How many approvers have to agree: 1 or 2.
    public let quorum: Int64

    public init(
        action: ApprovalAction, words: String, size: Int64, count: Int64, label: Label,
        asked: Int64, expires: Int64, quorum: Int64 = 1
    ) throws(Refusal) {
        guard (1...Self.wordsMax).contains(words.utf8.count) else {
            throw Refusal(.tooLarge, "The action is too large to be shown, and so to be approved.")
        }
        guard words.unicodeScalars.allSatisfy(CanonicalText.isAllowed), size >= 0, count >= 0,
            asked >= 0, asked < expires, expires - asked <= Self.lifeMax,
            (1...2).contains(quorum)
        else { throw Refusal(.memberValue, "The request has a value it cannot have.") }
        self.action = action
        self.words = words
        self.size = size
        self.count = count
        self.label = label
        self.asked = asked
        self.expires = expires
        self.quorum = quorum
    }

    public var id: String { action.approvalId }

    /// The request, signed by the agent that asks.
    public func document(signedBy key: MessageKey) -> [UInt8] {
        var object = action.object
        object["action_hash"] = .text(action.hash)
        object["words"] = .text(words)
        object["size"] = .integer(size)
        object["count"] = .integer(count)
        object["label"] = .text(label.rawValue)
        object["asked_at"] = .integer(asked)
        object["expires_at"] = .integer(expires)
        object["quorum"] = .integer(quorum)
        object["v"] = .integer(1)
        return SignedDocument.bytes(.approvalRequest, object, signedBy: key)
    }

    /// Reads a request and holds it to the agent's signature and to its own hash.
    public static func verified(
        _ bytes: [UInt8], _ keyring: Keyring, _ revocations: Revocations
    ) throws(Refusal) -> ApprovalRequest {
        let document = try SignedDocument(.approvalRequest, bytes, lengthMax: lengthMax)
        let entry = try keyring.entry(
            try document.keyIdentifier(), role: .member, revocations)
        try document.verify(with: entry.key)
        let request = try ApprovalRequest(document)
        // The key must have held when it signed; whether the request is still open is asked apart.
        try entry.check(at: request.asked)
        guard request.action.agent == entry.agent else {
            throw Refusal(.agentDiffers, "The request is signed by another agent.")
        }
        return request
    }

    init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        let hash = try reader.digest("action_hash")
        try self.init(
            action: ApprovalAction(&reader), words: reader.words("words", 1...Self.wordsMax),
            size: reader.integer("size"), count: reader.integer("count"),
            label: reader.word(Label.self, "label"), asked: reader.integer("asked_at"),
            expires: reader.integer("expires_at"), quorum: reader.integer("quorum", 1...2))
        try reader.finish()
        guard hash == action.hash else {
            throw Refusal(.actionDiffers, "The hash is not that of the action shown.")
        }
    }
}
