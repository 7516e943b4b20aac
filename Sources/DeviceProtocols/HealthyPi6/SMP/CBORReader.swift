/// Why bytes are not the CBOR that is understood here.
public enum CBORError: Error, Equatable, Sendable {
    /// It ends in the middle of an item.
    case cutShort
    /// Bytes follow behind the item.
    case trailing(count: Int)
    /// Tags, floating-point numbers, and integers beyond 63 bits.
    case unsupported(UInt8)
    case keyNotText
    case keyTwice(String)
    case textInvalid
    case tooDeep
    case tooLong
}

/// Reads one CBOR item. Depth, number of items and lengths are bounded, so no input can make it use
/// more memory than a small multiple of its own size.
public struct CBORReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var itemsLeft = Self.itemsMax

    private static let depthMax = 8
    private static let itemsMax = 512

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The one item that the bytes are.
    public static func read(_ bytes: ArraySlice<UInt8>) throws(CBORError) -> CBORValue {
        var reader = CBORReader(bytes)
        let value = try reader.item(depth: 0)
        let rest = bytes.endIndex - reader.position
        guard rest == 0 else { throw .trailing(count: rest) }
        return value
    }

    private mutating func item(depth: Int) throws(CBORError) -> CBORValue {
        let head = try byte()
        let (major, short) = (head >> 5, head & 0x1F)
        if short == 31, major == 4 || major == 5 { return try openEnded(major, depth) }
        switch major {
        case 0: return .integer(Int64(try count(short, head)))
        case 1: return .integer(-1 - Int64(try count(short, head)))
        case 2: return .bytes(Array(try take(try count(short, head))))
        case 3:
            let text = try take(try count(short, head))
            guard let string = String(validating: text, as: UTF8.self) else { throw .textInvalid }
            return .text(string)
        case 4: return try array(count: try count(short, head), depth)
        case 5: return try map(count: try count(short, head), depth)
        case 7 where head == 0xF4 || head == 0xF5: return .bool(head == 0xF5)
        case 7 where head == 0xF6: return .null
        default: throw .unsupported(head)
        }
    }

    private mutating func array(count: Int?, _ depth: Int) throws(CBORError) -> CBORValue {
        var values: [CBORValue] = []
        while try continues(values.count, of: count, depth) {
            values.append(try item(depth: depth + 1))
        }
        return .array(values)
    }

    private mutating func map(count: Int?, _ depth: Int) throws(CBORError) -> CBORValue {
        var pairs: [CBORPair] = []
        while try continues(pairs.count, of: count, depth) {
            guard case .text(let key) = try item(depth: depth + 1) else { throw .keyNotText }
            guard !pairs.contains(where: { $0.key == key }) else { throw .keyTwice(key) }
            pairs.append(CBORPair(key, try item(depth: depth + 1)))
        }
        return .map(pairs)
    }

    /// Arrays and maps without a length end with a break; the device writes them so.
    private mutating func openEnded(_ major: UInt8, _ depth: Int) throws(CBORError) -> CBORValue {
        major == 4 ? try array(count: nil, depth) : try map(count: nil, depth)
    }

    private mutating func continues(
        _ found: Int, of count: Int?, _ depth: Int
    ) throws(CBORError) -> Bool {
        guard depth < Self.depthMax else { throw .tooDeep }
        if let count {
            if found == count { return false }
        } else if position < bytes.endIndex, bytes[position] == 0xFF {
            position += 1
            return false
        }
        guard itemsLeft > 0 else { throw .tooLong }
        itemsLeft -= 1
        return true
    }

    private mutating func count(_ short: UInt8, _ head: UInt8) throws(CBORError) -> Int {
        if short < 24 { return Int(short) }
        guard (24...27).contains(short) else { throw .unsupported(head) }
        var value: UInt64 = 0
        for _ in 0..<(1 << (short - 24)) { value = value << 8 | UInt64(try byte()) }
        guard value <= UInt64(Int64.max) else { throw .unsupported(head) }
        return Int(value)
    }

    private mutating func byte() throws(CBORError) -> UInt8 {
        guard position < bytes.endIndex else { throw .cutShort }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func take(_ count: Int) throws(CBORError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .cutShort }
        defer { position += count }
        return bytes[position..<(position + count)]
    }
}
