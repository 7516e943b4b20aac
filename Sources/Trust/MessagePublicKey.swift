import Crypto

/// The public half of a member's message key: Ed25519.
public struct MessagePublicKey: Sendable, Equatable {
    private let key: Curve25519.Signing.PublicKey

    init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

    /// - Parameter text: 43 letters of base64url; white space around it is passed over.
    /// - Returns: nil unless they are 32 bytes.
    public init?(text: String) {
        guard let bytes = Base64URL.bytes(of: text.filter { !$0.isWhitespace }),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    public static func == (a: MessagePublicKey, b: MessagePublicKey) -> Bool {
        a.key.rawRepresentation == b.key.rawRepresentation
    }

    /// 43 letters of base64url.
    public var text: String { Base64URL.text(of: Array(key.rawRepresentation)) }

    /// Names the key: base64url of the first 8 bytes of its SHA-256, 11 letters.
    public var identifier: String {
        Base64URL.text(of: Array(SHA256.hash(data: key.rawRepresentation).prefix(8)))
    }

    func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        key.isValidSignature(signature, for: bytes)
    }
}
