import Crypto

/// The key pair of whoever exports are sealed to: X25519, apart from every key that signs.
public struct SealingKey: Sendable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// - Parameter seed: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        self.key = key
    }

    /// - Parameter seedText: 43 letters of base64url; white space around it is passed over.
    public init?(seedText: String) {
        guard let seed = Base64URL.bytes(of: seedText.filter { !$0.isWhitespace }) else {
            return nil
        }
        self.init(seed: seed)
    }

    /// The private half, 43 letters of base64url. A secret.
    public var seedText: String { Base64URL.text(of: Array(key.rawRepresentation)) }

    public var publicKey: SealingPublicKey { SealingPublicKey(key.publicKey) }
}

/// Its public half: to whom something is sealed.
public struct SealingPublicKey: Equatable, Sendable {
    let key: Curve25519.KeyAgreement.PublicKey

    init(_ key: Curve25519.KeyAgreement.PublicKey) { self.key = key }

    /// - Parameter text: 43 letters of base64url.
    /// - Returns: nil unless they are 32 bytes that something can be sealed to: of a few points every
    ///   key agrees with everybody on zero, so that all the world could open it.
    ///
    /// Source: RFC 7748, section 6.1. The library does not look.
    public init?(text: String) {
        guard let bytes = Base64URL.bytes(of: text), bytes.count == 32,
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes),
            // Any private key shows it.
            let probe = try? Curve25519.KeyAgreement.PrivateKey(
                rawRepresentation: Array(repeating: UInt8(9), count: 32)),
            let agreed = try? probe.sharedSecretFromKeyAgreement(with: key),
            agreed.withUnsafeBytes({ $0.contains { $0 != 0 } })
        else { return nil }
        self.key = key
    }

    public static func == (a: SealingPublicKey, b: SealingPublicKey) -> Bool {
        a.key.rawRepresentation == b.key.rawRepresentation
    }

    public var text: String { Base64URL.text(of: Array(key.rawRepresentation)) }

    /// Names the key: base64url of the first 8 bytes of its SHA-256, 11 letters.
    public var identifier: String {
        Base64URL.text(of: Array(SHA256.hash(data: key.rawRepresentation).prefix(8)))
    }
}
