public import EventContract

/// What one agent may send on, until when, and with which key it has to prove that it is the one
/// meant.
///
/// Version 1 says all of this itself. Version 0, the plain form, holds agent, subjects and
/// expiration only; what it leaves out is filled in by whoever checks it, narrowly.
public struct CapabilityToken: Equatable, Sendable {
    /// Bytes.
    public static let lengthMax = 4_096
    public static let subjectsMax = 32

    /// For one sensitive action, once a person approved it.
    public struct OneOff: Equatable, Sendable {
        public let action: String
        /// SHA-256 of the canonical exact action, 64 hexadecimal digits.
        public let actionHash: String
        public let usesMax: Int64

        public init(action: String, actionHash: String, usesMax: Int64 = 1) {
            self.action = action
            self.actionHash = actionHash
            self.usesMax = usesMax
        }
    }

    public let version: Int64
    public let id: String
    public let issuer: String
    /// Who sends.
    public let agent: String
    /// The key its holder signs with.
    public let holder: MessagePublicKey
    /// What its holder may send on; NATS wildcards, never expanded.
    public let subjects: [Subject]
    /// s since 1970-01-01T00:00:00Z.
    public let start: Int64
    /// s since 1970-01-01T00:00:00Z; at this second it holds no more.
    public let expiration: Int64
    /// Raised, it ends all older tokens of the agent at once.
    public let epoch: Int64
    public let labelMax: Label
    /// Whom it may be shown to; nil for anybody.
    public let audience: [String]?
    public let oneOff: OneOff?

    public init(
        id: String, issuer: String, agent: String, holder: MessagePublicKey, subjects: [Subject],
        start: Int64, expiration: Int64, epoch: Int64, labelMax: Label, audience: [String]? = nil,
        oneOff: OneOff? = nil
    ) {
        self.init(
            version: 1, id: id, issuer: issuer, agent: agent, holder: holder, subjects: subjects,
            start: start, expiration: expiration, epoch: epoch, labelMax: labelMax,
            audience: audience, oneOff: oneOff)
    }

    init(
        version: Int64, id: String, issuer: String, agent: String, holder: MessagePublicKey,
        subjects: [Subject], start: Int64, expiration: Int64, epoch: Int64, labelMax: Label,
        audience: [String]?, oneOff: OneOff?
    ) {
        self.version = version
        self.id = id
        self.issuer = issuer
        self.agent = agent
        self.holder = holder
        self.subjects = subjects
        self.start = start
        self.expiration = expiration
        self.epoch = epoch
        self.labelMax = labelMax
        self.audience = audience
        self.oneOff = oneOff
    }

    public var lifeSeconds: Int64 { expiration - start }
}
