/// A request as it came, and what its sender shows for it.
public struct ShownRequest: Equatable, Sendable {
    public let subject: String
    public let payload: [UInt8]
    /// The header `Sa-Signature`; nil without one.
    public let signature: String?
    /// The header `Sa-Token`, a token's bytes as text; nil without one.
    public let token: String?
    /// Whose account the broker says it comes from; nil where it cannot tell.
    public let account: String?

    public init(
        subject: String, payload: [UInt8], signature: String?, token: String?, account: String?
    ) {
        self.subject = subject
        self.payload = payload
        self.signature = signature
        self.token = token
        self.account = account
    }
}
