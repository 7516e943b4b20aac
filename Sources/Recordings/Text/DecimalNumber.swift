/// Reads a decimal number out of ASCII bytes.
enum DecimalNumber {
    enum Outcome: Equatable {
        case empty
        case value(Double)
        /// `nan`, `inf` and their relatives, or a number beyond the range of `Double`.
        case notFinite(String)
        case garbage
    }

    /// - Parameter comma: whether a comma is the decimal mark.
    static func read(_ cell: UnsafeRawBufferPointer, comma: Bool = false) -> Outcome {
        var from = 0
        var end = cell.count
        while from < end, isBlank(cell[from]) { from += 1 }
        while end > from, isBlank(cell[end - 1]) { end -= 1 }
        guard from < end else { return .empty }
        let part = UnsafeRawBufferPointer(rebasing: cell[from..<end])
        return fast(part, comma: comma) ?? slow(part, comma: comma)
    }

    /// Plain decimals of at most 15 digits: mantissa and power of ten are exact, so one division
    /// rounds correctly (Clinger 1990, doi:10.1145/93542.93557).
    private static func fast(_ text: UnsafeRawBufferPointer, comma: Bool) -> Outcome? {
        var index = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        if isNegative || text[0] == UInt8(ascii: "+") { index = 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        var hasPoint = false
        while index < text.count {
            let byte = text[index]
            if byte &- 48 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                digits += 1
                if hasPoint { decimals += 1 }
                guard digits <= 15 else { return nil }
            } else if isPoint(byte, comma: comma), !hasPoint {
                hasPoint = true
            } else {
                return nil
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        let magnitude = Double(mantissa) / powersOfTen[decimals]
        return .value(isNegative ? -magnitude : magnitude)
    }

    private static func slow(_ text: UnsafeRawBufferPointer, comma: Bool) -> Outcome {
        guard text.count <= 400 else { return .garbage }
        var string = String(decoding: text, as: UTF8.self)
        if comma { string = String(string.map { $0 == "," ? "." : $0 }) }
        if let value = Double(decimal: string) { return .value(value) }
        let word = string.lowercased().drop { $0 == "+" || $0 == "-" }
        if ["nan", "na", "n/a", "null", "none"].contains(word) { return .notFinite(string) }
        if ["inf", "infinity", "∞"].contains(word) { return .notFinite(string) }
        let isHuge = string.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        if isHuge, let value = Double(string), value.isInfinite {
            return .notFinite("a number too large")
        }
        return .garbage
    }

    private static func isPoint(_ byte: UInt8, comma: Bool) -> Bool {
        byte == UInt8(ascii: ".") || (comma && byte == UInt8(ascii: ","))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
