/// A client's bytes to its frames, bounded: a page has next to nothing to say, so a frame is one
/// whole message of at most 125 bytes, and anything else ends the connection.
///
/// Source: RFC 6455 sections 5.2 and 7.4.1.
struct WebSocketInbox: Sendable {
    enum Piece: Equatable, Sendable {
        case text([UInt8])
        case ping([UInt8])
        case pong
        case close
        /// The code to close with; nothing follows.
        case violation(UInt16)
    }

    private static let protocolError: UInt16 = 1_002
    private static let unacceptable: UInt16 = 1_003
    private static let notText: UInt16 = 1_007
    private static let tooLarge: UInt16 = 1_009

    /// Never more than one frame: 2 bytes of head, 4 of mask, 125 of payload.
    private var held: [UInt8] = []
    private var isOver = false

    mutating func take(_ bytes: [UInt8]) -> [Piece] {
        guard !isOver else { return [] }
        var pieces: [Piece] = []
        for byte in bytes {
            held.append(byte)
            guard let piece = finished() else { continue }
            held.removeAll(keepingCapacity: true)
            pieces.append(piece)
            switch piece {
            case .violation, .close:
                isOver = true
                return pieces
            default: break
            }
        }
        return pieces
    }

    /// What the held bytes are, once it is known.
    private func finished() -> Piece? {
        let first = held[0]
        if held.count == 1 {
            if first & 0x70 != 0 { return .violation(Self.protocolError) }
            switch first & 0x0F {
            case 0x1, 0x8, 0x9, 0xA:
                return first & 0x80 == 0
                    ? .violation(first & 0x08 == 0 ? Self.unacceptable : Self.protocolError) : nil
            case 0x0, 0x2: return .violation(Self.unacceptable)
            default: return .violation(Self.protocolError)
            }
        }
        let length = Int(held[1] & 0x7F)
        if held.count == 2 {
            if held[1] & 0x80 == 0 { return .violation(Self.protocolError) }
            if length > 125 {
                return .violation(first & 0x08 == 0 ? Self.tooLarge : Self.protocolError)
            }
        }
        guard held.count == 6 + length else { return nil }
        let payload = (0..<length).map { held[6 + $0] ^ held[2 + $0 % 4] }
        switch first & 0x0F {
        case 0x1:
            return String(validating: payload, as: UTF8.self) == nil
                ? .violation(Self.notText) : .text(payload)
        case 0x8: return length == 1 ? .violation(Self.protocolError) : .close
        case 0x9: return .ping(payload)
        default: return .pong
        }
    }
}
