/// A public key and what it counts for, as the root signed it.
public struct KeyringEntry: Sendable {
    public enum Role: String, CaseIterable, Sendable { case issuer, approver, incident, member }

    static let lengthMax = 2_048

    /// Whose key it is.
    public let agent: String
    public let role: Role
    public let key: MessagePublicKey
    /// s since 1970-01-01T00:00:00Z.
    public let start: Int64
    /// s since 1970-01-01T00:00:00Z; not part of it.
    public let end: Int64

    public init(agent: String, role: Role, key: MessagePublicKey, start: Int64, end: Int64) {
        self.agent = agent
        self.role = role
        self.key = key
        self.start = start
        self.end = end
    }

    /// The entry signed by the root.
    public func document(signedBy root: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .key,
            CanonicalObject([
                "agent": .text(agent), "not_after": .integer(end), "not_before": .integer(start),
                "pub": .text(key.text), "role": .text(role.rawValue), "v": .integer(1),
            ]), signedBy: root)
    }

    init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        self.init(
            agent: try reader.plain("agent"), role: try reader.word(Role.self, "role"),
            key: try reader.key("pub"), start: try reader.integer("not_before"),
            end: try reader.integer("not_after"))
        try reader.finish()
    }

    func check(at seconds: Int64) throws(Refusal) {
        guard start <= seconds, seconds < end else {
            throw Refusal(.keyNotValidNow, "The key it is signed with does not hold now.")
        }
    }
}
