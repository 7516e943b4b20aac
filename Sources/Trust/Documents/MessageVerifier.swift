/// Holds messages to what their senders signed.
///
/// Whether a message is new is for whoever keeps an account of (agent, id, sequence) and time;
/// this says that the sender said it, once, there.
public struct MessageVerifier: Sendable {
    /// Longer headers are not looked at, letters.
    public static let headerLengthMax = 2_048

    private let keys: [String: (agent: String, key: MessagePublicKey)]

    /// - Parameter keys: who signs with what; an agent may have several while keys change.
    public init(keys: [(agent: String, key: MessagePublicKey)]) {
        self.keys = Dictionary(
            keys.map { ($0.key.identifier, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - header: the value of `Sa-Signature`.
    ///   - subject: where the message was delivered, or for a republished one its `Nats-Subject`.
    public func verify(
        header: String?, subject: String, payload: [UInt8]
    ) throws(SignatureProblem) -> MessageStatement {
        guard let header else { throw .missing }
        guard header.utf8.count <= Self.headerLengthMax else { throw .malformed }
        let parts = header.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "v1",
            let body = Base64URL.bytes(of: String(parts[1])),
            let signature = Base64URL.bytes(of: String(parts[2])), signature.count == 64,
            let statement = MessageStatement(body)
        else { throw .malformed }
        guard let (agent, key) = keys[statement.keyIdentifier] else { throw .keyUnknown }
        let signed = PreAuthentication.bytes(type: DocumentKind.message.type, body: body)
        guard key.verifies(signature, of: signed) else { throw .signatureWrong }
        guard agent == statement.agent else { throw .agentDiffers }
        guard statement.subject == subject else { throw .subjectDiffers }
        guard statement.payloadHash == MessageStatement.hash(of: payload) else {
            throw .payloadDiffers
        }
        return statement
    }
}
