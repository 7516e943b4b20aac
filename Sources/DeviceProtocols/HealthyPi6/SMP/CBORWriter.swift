/// Writes CBOR: shortest numbers, and lengths before the contents or a break behind them.
public enum CBORWriter {
    /// How the end of a map or an array is told.
    public enum Ends: Sendable {
        /// By its length in front, as host libraries write.
        case byLength
        /// By a break behind it, as the encoder on the device writes.
        case byBreak
    }

    public static func write(_ value: CBORValue, ends: Ends = .byLength) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, ends, to: &bytes)
        return bytes
    }

    private static func append(_ value: CBORValue, _ ends: Ends, to bytes: inout [UInt8]) {
        switch value {
        case .integer(let number):
            number < 0
                ? append(1, UInt64(-1 - number), to: &bytes)
                : append(0, UInt64(number), to: &bytes)
        case .bytes(let content):
            append(2, UInt64(content.count), to: &bytes)
            bytes += content
        case .text(let text):
            append(3, UInt64(text.utf8.count), to: &bytes)
            bytes += text.utf8
        case .bool(let isTrue): bytes.append(isTrue ? 0xF5 : 0xF4)
        case .null: bytes.append(0xF6)
        case .array(let values):
            open(4, values.count, ends, to: &bytes)
            for value in values { append(value, ends, to: &bytes) }
            close(ends, to: &bytes)
        case .map(let pairs):
            open(5, pairs.count, ends, to: &bytes)
            for pair in pairs {
                append(.text(pair.key), ends, to: &bytes)
                append(pair.value, ends, to: &bytes)
            }
            close(ends, to: &bytes)
        }
    }

    private static func open(_ major: UInt8, _ count: Int, _ ends: Ends, to bytes: inout [UInt8]) {
        switch ends {
        case .byLength: append(major, UInt64(count), to: &bytes)
        case .byBreak: bytes.append(major << 5 | 0x1F)
        }
    }

    private static func close(_ ends: Ends, to bytes: inout [UInt8]) {
        if case .byBreak = ends { bytes.append(0xFF) }
    }

    private static func append(_ major: UInt8, _ count: UInt64, to bytes: inout [UInt8]) {
        let kind = major << 5
        switch count {
        case 0..<24: bytes.append(kind | UInt8(count))
        case 24..<0x100: bytes += [kind | 24, UInt8(count)]
        case 0x100..<0x1_0000:
            bytes.append(kind | 25)
            bytes.append(bigEndian: UInt16(count))
        case 0x1_0000..<0x1_0000_0000:
            bytes.append(kind | 26)
            bytes.append(bigEndian: UInt32(count))
        default:
            bytes.append(kind | 27)
            bytes.append(bigEndian: count)
        }
    }
}

extension [UInt8] {
    mutating func append(bigEndian word: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: word.bigEndian) { append(contentsOf: $0) }
    }
}
