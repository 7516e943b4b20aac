/// What a member says about a message when it signs it: who said it, as which of its messages,
/// when, where, and which bytes.
///
/// Written as one line of JSON in exactly one way (RFC 8785: keys in order, no white space), so
/// that whoever reads it can hold it to the very letters.
public struct MessageStatement: Sendable, Equatable {
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
        var object = CanonicalObject([
            "agent": Self.plain(agent), "id": Self.plain(id), "kid": Self.plain(keyIdentifier),
            "seq": .text(padded), "sha256": Self.plain(payloadHash),
            "subject": Self.plain(subject), "ts": .integer(timeMilliseconds),
        ])
        if let request { object["re"] = Self.plain(request) }
        return object.bytes
    }

    /// What is not plain is not in any name, id or subject of ours.
    private static func plain(_ text: String) -> CanonicalValue {
        .text(String(String.UnicodeScalarView(text.unicodeScalars.filter(CanonicalText.isPlain))))
    }
}
