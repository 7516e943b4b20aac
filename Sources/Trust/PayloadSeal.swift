import Crypto

/// Seals what lies on the disk: ChaCha20-Poly1305 (RFC 8439) under a key that lies elsewhere.
///
/// Sealed bytes are a random 12-byte nonce, the ciphertext and a 16-byte tag: 28 bytes more than
/// the payload. A key serves for 2³² payloads, a hundred thousand years of events.
/// The functions are those the store asks of its codecs.
public struct PayloadSeal: Sendable {
    /// The name a row remembers its codec by.
    public let name: String

    private let key: SymmetricKey

    /// - Parameter key: 32 bytes from the system's generator.
    /// - Returns: nil for any other number of bytes.
    public init?(key: [UInt8]) {
        guard key.count == 32 else { return nil }
        self.key = SymmetricKey(data: key)
        // Two keys are two codecs: a row tells which key opens it.
        var digest = Digest()
        digest.update(Array("healthypi payload key".utf8) + key)
        name = "chachapoly-" + digest.hexadecimal.prefix(8)
    }

    public func seal(_ payload: [UInt8]) throws -> [UInt8] {
        Array(try ChaChaPoly.seal(payload, using: key, authenticating: Array(name.utf8)).combined)
    }

    /// - Throws: when one bit differs, or the key.
    public func open(_ sealed: [UInt8]) throws -> [UInt8] {
        let box = try ChaChaPoly.SealedBox(combined: sealed)
        return Array(try ChaChaPoly.open(box, using: key, authenticating: Array(name.utf8)))
    }
}
