import Crypto

/// A NATS user's key pair: Ed25519, written the way NATS writes it (`SU…` and `U…`).
///
/// The broker's configuration holds the public half; on connecting the broker sends a nonce and
/// the client signs it. The seed never leaves the program that holds it.
/// Source: NATS ADR-14 and github.com/nats-io/nkeys (prefix bytes, CRC-16, base 32).
public struct NKey: Sendable {
    private static let seedPrefix: UInt8 = 18 << 3
    private static let userPrefix: UInt8 = 20 << 3

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
        let letters = seedText.filter { !$0.isWhitespace }
        guard let bytes = Base32.bytes(of: letters), bytes.count == 36,
            CRC16.sum(of: bytes.prefix(34)) == UInt16(bytes[34]) | UInt16(bytes[35]) << 8,
            bytes[0] & 0xF8 == Self.seedPrefix,
            bytes[0] << 5 | bytes[1] >> 3 == Self.userPrefix
        else { return nil }
        self.init(seed: Array(bytes[2..<34]))
    }

    /// `SU…`, 58 letters. A secret.
    public var seedText: String {
        Self.text(
            [Self.seedPrefix | Self.userPrefix >> 5, Self.userPrefix << 3]
                + Array(key.rawRepresentation))
    }

    /// `U…`, 56 letters: what the broker's configuration names.
    public var publicText: String {
        Self.text([Self.userPrefix] + Array(key.publicKey.rawRepresentation))
    }

    /// 64 bytes over the broker's nonce.
    public func signature(of nonce: [UInt8]) -> [UInt8] {
        // Ed25519 over bytes in memory has no way to fail; an empty signature is refused anyway.
        (try? key.signature(for: nonce)).map { Array($0) } ?? []
    }

    /// True for `U` and 55 letters more whose check sum holds.
    public static func isPublicText(_ text: String) -> Bool {
        guard let bytes = Base32.bytes(of: text), bytes.count == 35, bytes[0] == userPrefix else {
            return false
        }
        return CRC16.sum(of: bytes.prefix(33)) == UInt16(bytes[33]) | UInt16(bytes[34]) << 8
    }

    private static func text(_ body: [UInt8]) -> String {
        let sum = CRC16.sum(of: body)
        return Base32.text(of: body + [UInt8(truncatingIfNeeded: sum), UInt8(sum >> 8)])
    }
}
