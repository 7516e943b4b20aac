/// A universally unique, lexicographically sortable identifier: 48 bits of milliseconds, 80 random
/// bits, as 26 characters of Crockford's base 32.
/// Source: github.com/ulid/spec.
public struct ULID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// - Parameter millisecondsSince1970: clamped to what 48 bits hold.
    public init(
        millisecondsSince1970: Int64, using generator: inout some RandomNumberGenerator
    ) {
        let time = UInt64(max(0, min(millisecondsSince1970, 0xFFFF_FFFF_FFFF)))
        let high = UInt64(UInt16.random(in: .min ... .max, using: &generator))
        let low = UInt64.random(in: .min ... .max, using: &generator)
        // 128 bits as two words: time (48) and 16 random bits, then 64 random bits.
        var words: (UInt64, UInt64) = (time << 16 | high, low)
        var characters: [Character] = []
        for _ in 0..<26 {
            characters.append(Self.alphabet[Int(words.1 & 31)])
            words.1 = words.1 >> 5 | (words.0 & 31) << 59
            words.0 >>= 5
        }
        description = String(characters.reversed())
    }
}
