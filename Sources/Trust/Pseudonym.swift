import Crypto

/// A stable name for a person that only the holder of the key can link to the name given.
///
/// HMAC-SHA-256 of the name under a key that never leaves the state directory, first 16 bytes as
/// 32 hexadecimal digits. Source: RFC 2104.
public struct Pseudonym: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Parameter key: 32 random bytes, made once per state directory.
    public init(person: String, key: [UInt8]) {
        precondition(key.count >= 16, "A pseudonym key has at least 16 bytes.")
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(person.utf8), using: SymmetricKey(data: key))
        description = Hexadecimal.text(of: Array(code.prefix(16)))
    }
}
