/// A server's frame, the same bytes for everyone it goes to.
///
/// Source: RFC 6455 section 5.2; a server's frames are not masked.
enum WebSocketFrame {
    static func text(_ payload: [UInt8]) -> [UInt8] { frame(0x81, payload) }

    static func pong(_ payload: [UInt8]) -> [UInt8] { frame(0x8A, Array(payload.prefix(125))) }

    static func close(_ code: UInt16, _ reason: String = "") -> [UInt8] {
        frame(
            0x88,
            [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)] + Array(reason.utf8.prefix(123)))
    }

    private static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 10)
        bytes.append(first)
        switch payload.count {
        case ...125: bytes.append(UInt8(payload.count))
        case ...0xFFFF:
            bytes.append(126)
            bytes.append(UInt8(payload.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: payload.count))
        default:
            bytes.append(127)
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift))
            }
        }
        return bytes + payload
    }
}
