import Crypto

/// The key pair with which a member signs what it says: Ed25519, apart from the key with which it
/// logs in to the broker.
public struct MessageKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
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

    /// The public half, 43 letters of base64url.
    public var publicText: String { publicKey.text }

    public var publicKey: MessagePublicKey { MessagePublicKey(key.publicKey) }

    /// Names the public half: base64url of the first 8 bytes of its SHA-256.
    public var identifier: String { publicKey.identifier }

    /// 64 bytes over a document's DSSE encoding. Two signatures over the same bytes need not be
    /// equal; both verify.
    func signature(of kind: DocumentKind, _ body: [UInt8]) -> [UInt8] {
        let signed = PreAuthentication.bytes(type: kind.type, body: body)
        // Ed25519 over bytes in memory has no way to fail; an empty signature verifies nowhere.
        return (try? key.signature(for: signed)).map { Array($0) } ?? []
    }
}
