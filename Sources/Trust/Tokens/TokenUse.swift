public import EventContract

/// What a token is shown for: a message already held to its sender's signature.
public struct TokenUse: Equatable, Sendable {
    /// The sender, as its message's signature names it.
    public let sender: String
    /// The key the message was signed with.
    public let holder: MessagePublicKey
    public let subject: String
    /// Of what is asked for or said.
    public let label: Label
    /// Export, deletion, raw streaming, scope widening, erasure: tokens of ten minutes only.
    public let isSensitive: Bool
    /// SHA-256 of the canonical exact action about to be done; nil for what needs no approval.
    public let actionHash: String?

    public init(
        sender: String, holder: MessagePublicKey, subject: String, label: Label,
        isSensitive: Bool = false, actionHash: String? = nil
    ) {
        self.sender = sender
        self.holder = holder
        self.subject = subject
        self.label = label
        self.isSensitive = isSensitive
        self.actionHash = actionHash
    }
}
