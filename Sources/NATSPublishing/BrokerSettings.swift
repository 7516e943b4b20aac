public import Publishing

/// How to reach a broker and who to be there.
public struct BrokerSettings: Sendable {
    public var broker: BrokerURL
    public var agent: AgentName
    /// Nil: as the address says, `tls://` with the system's authorities, `nats://` in clear.
    public var security: BrokerSecurity?
    /// Asked at every connecting, so that renewed credentials are taken up.
    public var login: @Sendable () throws(PublishingError) -> BrokerLogin
    /// Shown besides the login, to a broker that asks for a token; asked at every connecting.
    /// Letters, digits, `-` and `_` only.
    public var token: @Sendable () -> String? = { nil }

    public init(
        broker: BrokerURL, agent: AgentName = .standard, security: BrokerSecurity? = nil,
        login: @escaping @Sendable () throws(PublishingError) -> BrokerLogin = { .address }
    ) {
        self.broker = broker
        self.agent = agent
        self.security = security
        self.login = login
    }
}

/// TLS 1.3, and only that: who must have signed the broker's certificate, which host it must be
/// for, and our own certificate. Files are PEM and read at every connecting.
public struct BrokerSecurity: Sendable, Equatable {
    public var authorityFile: String
    /// Nil: the host of the broker's address.
    public var hostName: String?
    public var ownCertificate: OwnCertificate?

    public struct OwnCertificate: Sendable, Equatable {
        public var certificateFile: String
        public var keyFile: String

        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    public init(
        authorityFile: String, hostName: String? = nil, ownCertificate: OwnCertificate? = nil
    ) {
        self.authorityFile = authorityFile
        self.hostName = hostName
        self.ownCertificate = ownCertificate
    }
}

/// Who to be at a broker.
public enum BrokerLogin: Sendable {
    /// As the address says: user and password, token, or nobody.
    case address
    /// A credentials file (user JWT and seed) as `nsc` writes them.
    case credentialsFile(String)
    /// An NKey: the seed stays with whoever signs.
    case nkey(BrokerNKey)
}

/// An NKey's public half, and a way to sign with the other.
public struct BrokerNKey: Sendable {
    /// `U…`, 56 letters and digits.
    public let publicKey: String
    /// The Ed25519 signature, 64 bytes, of the bytes given.
    public let sign: @Sendable ([UInt8]) throws -> [UInt8]

    public init(publicKey: String, sign: @escaping @Sendable ([UInt8]) throws -> [UInt8]) {
        self.publicKey = publicKey
        self.sign = sign
    }
}
