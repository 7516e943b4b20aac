import Crypto

/// A NATS user's key pair: Ed25519, written the way NATS writes it (`SU…` and `U…`).
///
/// The broker's configuration holds the public half; on connecting the broker sends a nonce and
/// the client signs it. The seed never leaves the program that holds it.
/// Source: NATS ADR-14 and github.com/nats-io/nkeys (prefix bytes, CRC-16, base 32).
public struct NKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            return nil
        }
        self.key = key
    }

    /// - Parameter seedText: `SU` and 56 letters more; white space around it is passed over.
    /// - Returns: nil unless it is a user's seed and its check sum holds.
    public init?(seedText: String) {
        guard let seed = NKeyText.seed(.user, seedText) else { return nil }
        self.init(seed: seed)
    }

    /// `SU…`, 58 letters. A secret.
    public var seedText: String {
        NKeyText.seedText(.user, Array(key.rawRepresentation))
    }

    /// `U…`, 56 letters: what the broker's configuration names.
    public var publicText: String {
        NKeyText.publicText(.user, Array(key.publicKey.rawRepresentation))
    }

    /// 64 bytes over the broker's nonce.
    public func signature(of nonce: [UInt8]) -> [UInt8] {
        // Ed25519 over bytes in memory has no way to fail; an empty signature is refused anyway.
        (try? key.signature(for: nonce)).map { Array($0) } ?? []
    }

    /// True for `U` and 55 letters more whose check sum holds.
    public static func isPublicText(_ text: String) -> Bool {
        NKeyText.publicKey(.user, text) != nil
    }

    /// Whether the holder of a public half signed these bytes.
    ///
    /// - Parameter publicText: `U…`.
    public static func verifies(_ signature: [UInt8], of bytes: [UInt8], by publicText: String)
        -> Bool
    {
        guard let raw = NKeyText.publicKey(.user, publicText),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return false }
        return key.isValidSignature(signature, for: bytes)
    }
}
