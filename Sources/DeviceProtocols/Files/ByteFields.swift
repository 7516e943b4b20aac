/// Little-endian fields of a head, by their offset. What lies outside is 0: the head's length is
/// checked first.
struct ByteFields {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var count: Int { bytes.count }

    func word<Word: FixedWidthInteger>(_ offset: Int, as: Word.Type) -> Word {
        let size = MemoryLayout<Word>.size
        guard offset >= 0, offset <= bytes.count - size else { return 0 }
        return slice(offset, size).reversed().reduce(0) { $0 << 8 | Word(truncatingIfNeeded: $1) }
    }

    func double(_ offset: Int) -> Double { Double(bitPattern: word(offset, as: UInt64.self)) }

    /// Text up to the first zero byte.
    func text(_ offset: Int, _ count: Int) -> String {
        guard offset >= 0, count >= 0, offset <= bytes.count - count else { return "" }
        return String(decoding: slice(offset, count).prefix { $0 != 0 }, as: UTF8.self)
    }

    func slice(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> {
        let start = bytes.startIndex + offset
        return bytes[start..<(start + count)]
    }
}
