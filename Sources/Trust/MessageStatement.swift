/// What a member says about a message when it signs it: who said it, as which of its messages,
/// when, where, and which bytes.
///
/// Written as one line of JSON in exactly one way (RFC 8785: keys in order, no white space), so
/// that whoever reads it can hold it to the very letters.
public struct MessageStatement: Sendable, Equatable {
    static let type = "application/vnd.secure-assistant.message.v1+json"

    public let agent: String
    /// The event's id and the message's `Nats-Msg-Id`.
    public let id: String
    /// Place in the sender's order.
    public let sequence: UInt64
    /// ms since 1970-01-01T00:00:00Z, the event's own time.
    public let timeMilliseconds: Int64
    /// The subject it was published on; a copy elsewhere names it in `Nats-Subject`.
    public let subject: String
    /// SHA-256 of the payload, 64 hexadecimal digits.
    public let payloadHash: String
    /// Names the key it is signed with.
    public let keyIdentifier: String
    /// The id of the request this answers; nil in an event.
    public let request: String?

    init(
        agent: String, id: String, sequence: UInt64, timeMilliseconds: Int64, subject: String,
        payloadHash: String, keyIdentifier: String, request: String?
    ) {
        self.agent = agent
        self.id = id
        self.sequence = sequence
        self.timeMilliseconds = timeMilliseconds
        self.subject = subject
        self.payloadHash = payloadHash
        self.keyIdentifier = keyIdentifier
        self.request = request
    }

    static func hash(of payload: [UInt8]) -> String {
        var digest = Digest()
        digest.update(payload)
        return digest.hexadecimal
    }

    /// A sequence is text of 20 digits, as in the event: JSON's numbers end at 2⁵³.
    var bytes: [UInt8] {
        let digits = String(sequence)
        let padded = String(repeating: "0", count: max(20 - digits.count, 0)) + digits
        var members = [
            ("agent", Self.quoted(agent)), ("id", Self.quoted(id)),
            ("kid", Self.quoted(keyIdentifier)),
        ]
        if let request { members.append(("re", Self.quoted(request))) }
        members += [
            ("seq", Self.quoted(padded)), ("sha256", Self.quoted(payloadHash)),
            ("subject", Self.quoted(subject)), ("ts", String(timeMilliseconds)),
        ]
        return Array("{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
    }

    /// What needs more than quotes around it is not in any name, id or subject of ours.
    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { isPlain($0) }
        return "\"\(String(String.UnicodeScalarView(plain)))\""
    }

    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && scalar != "\"" && scalar != "\\"
    }
}
