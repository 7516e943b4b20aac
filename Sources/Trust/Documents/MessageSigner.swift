/// Signs what an agent publishes.
///
/// The header `Sa-Signature` is `v1.<statement>.<signature>`, both base64url without padding: the
/// statement's very bytes, and Ed25519 over their DSSE encoding under its type.
public struct MessageSigner: Sendable {
    public static let headerName = "Sa-Signature"

    public let agent: String
    public let keyIdentifier: String
    private let key: MessageKey

    public init(agent: String, key: MessageKey) {
        self.agent = agent
        self.key = key
        keyIdentifier = key.identifier
    }

    /// The header's value for a message.
    /// - Parameter request: the id of the request it answers; nil for an event.
    public func header(
        id: String, sequence: UInt64, timeMilliseconds: Int64, subject: String, payload: [UInt8],
        request: String? = nil
    ) -> String {
        let statement = MessageStatement(
            agent: agent, id: id, sequence: sequence, timeMilliseconds: timeMilliseconds,
            subject: subject, payloadHash: MessageStatement.hash(of: payload),
            keyIdentifier: keyIdentifier, request: request
        ).bytes
        return "v1.\(Base64URL.text(of: statement))."
            + Base64URL.text(of: key.signature(of: .message, statement))
    }
}
