/// The way NATS writes Ed25519 keys: a byte that says whose key it is, the key, a check sum, in
/// base 32. Source: NATS ADR-14 and github.com/nats-io/nkeys.
enum NKeyText {
    enum Kind: UInt8 {
        case account = 0
        /// 13
        case server = 104
        /// 20
        case user = 160
    }

    /// 18
    private static let seedPrefix: UInt8 = 144

    static func publicText(_ kind: Kind, _ key: [UInt8]) -> String {
        text([kind.rawValue] + key)
    }

    /// - Returns: nil unless it is such a public half and its check sum holds.
    static func publicKey(_ kind: Kind, _ text: String) -> [UInt8]? {
        guard let bytes = checked(text), bytes.count == 33, bytes[0] == kind.rawValue else {
            return nil
        }
        return Array(bytes[1...])
    }

    static func seedText(_ kind: Kind, _ seed: [UInt8]) -> String {
        text([seedPrefix | kind.rawValue >> 5, kind.rawValue << 3] + seed)
    }

    /// - Returns: nil unless it is such a seed and its check sum holds.
    static func seed(_ kind: Kind, _ text: String) -> [UInt8]? {
        guard let bytes = checked(text.filter { !$0.isWhitespace }), bytes.count == 34,
            bytes[0] & 0xF8 == seedPrefix, bytes[0] << 5 | bytes[1] >> 3 == kind.rawValue
        else { return nil }
        return Array(bytes[2...])
    }

    private static func checked(_ text: String) -> [UInt8]? {
        guard let bytes = Base32.bytes(of: text), bytes.count > 2 else { return nil }
        let body = Array(bytes.dropLast(2))
        let sum = UInt16(bytes[bytes.count - 2]) | UInt16(bytes[bytes.count - 1]) << 8
        return CRC16.sum(of: body) == sum ? body : nil
    }

    private static func text(_ body: [UInt8]) -> String {
        let sum = CRC16.sum(of: body)
        return Base32.text(of: body + [UInt8(truncatingIfNeeded: sum), UInt8(sum >> 8)])
    }
}
