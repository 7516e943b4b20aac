/// One line of a file that may be an RR series.
enum RRLine: Equatable {
    /// Empty or a comment.
    case blank
    case value(Double)
    case notFinite
    case words(String)

    init(_ line: UnsafeRawBufferPointer) {
        var end = line.count
        while end > 0, [0x20, 0x09, 0x2C, 0x3B].contains(line[end - 1]) { end -= 1 }
        let content = UnsafeRawBufferPointer(rebasing: line[..<end])
        if let first = content.first(where: { $0 != 0x20 && $0 != 0x09 }),
            first == UInt8(ascii: "#")
        {
            self = .blank
            return
        }
        switch DecimalNumber.read(content) {
        case .empty: self = .blank
        case .value(let value): self = .value(value)
        case .notFinite: self = .notFinite
        case .garbage: self = .words(String(decoding: content.prefix(200), as: UTF8.self).trimmed)
        }
    }
}
