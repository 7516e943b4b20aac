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
        let signed = try SignedStatement(header: header)
        guard let (agent, key) = keys[signed.statement.keyIdentifier] else { throw .keyUnknown }
        try signed.check(by: agent, with: key, subject: subject, payload: payload)
        return signed.statement
    }
}
