import Crypto

/// Signs what an agent publishes.
///
/// The header `Sa-Signature` is `v1.<statement>.<signature>`, both base64url without padding: the
/// statement's very bytes, and Ed25519 over their DSSE encoding under its type.
public struct MessageSigner: Sendable {
    public static let headerName = "Sa-Signature"

    public let agent: String
    public let keyIdentifier: String
    private let key: Curve25519.Signing.PrivateKey

    public init(agent: String, key: MessageKey) {
        guard let seed = Base64URL.bytes(of: key.seedText),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { preconditionFailure("A message key's seed has 32 bytes.") }
        self.agent = agent
        self.key = key
        keyIdentifier = MessagePublicKey(key.publicKey).identifier
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
        let signed = PreAuthentication.bytes(type: MessageStatement.type, body: statement)
        return "v1.\(Base64URL.text(of: statement))."
            + Base64URL.text(of: signature(of: signed))
    }

    /// 64 bytes. Two signatures over the same bytes need not be equal; both verify.
    private func signature(of bytes: [UInt8]) -> [UInt8] {
        // Ed25519 over bytes in memory has no way to fail; an empty signature verifies nowhere.
        (try? key.signature(for: bytes)).map { Array($0) } ?? []
    }
}
