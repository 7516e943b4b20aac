/// Bytes in any cut to lines; the line break, LF or CRLF, is taken off, and so is a byte order mark.
struct LineSplitter: Sendable {
    static let lineBytesMax = 1_048_576

    let file: String
    /// Number of the line that comes next, from 1.
    private(set) var lineNumber = 1
    private var open: [UInt8] = []

    init(file: String) {
        self.file = file
    }

    /// Calls `body` with every line that `bytes` complete and its number.
    mutating func feed(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        var from = 0
        while from < bytes.count {
            guard let end = Self.lineFeed(in: bytes, from: from) else { break }
            let part = UnsafeRawBufferPointer(rebasing: bytes[from..<end])
            from = end + 1
            if open.isEmpty {
                try emit(part, body)
            } else {
                open.append(contentsOf: part)
                try emitOpen(body)
            }
        }
        open.append(contentsOf: bytes[min(from, bytes.count)...])
        guard open.count <= Self.lineBytesMax else {
            throw RecordingError(
                file: file, place: .line(lineNumber),
                problem: .lineTooLong(bytesMax: Self.lineBytesMax))
        }
    }

    /// The last line, if the text does not end with a line break.
    mutating func finish(
        _ body: (UnsafeRawBufferPointer, Int) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        guard !open.isEmpty else { return }
        try emitOpen(body)
    }

    private mutating func emitOpen(
        _ body: (UnsafeRawBufferPointer, Int) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        let line = open
        open.removeAll(keepingCapacity: true)
        let number = lineNumber
        lineNumber += 1
        try line.withUnsafeBufferPointer { bytes throws(RecordingError) in
            try body(Self.trim(UnsafeRawBufferPointer(bytes), isFirst: number == 1), number)
        }
    }

    private mutating func emit(
        _ line: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(RecordingError) -> Void
    ) throws(RecordingError) {
        let number = lineNumber
        lineNumber += 1
        try body(Self.trim(line, isFirst: number == 1), number)
    }

    private static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index }
            index &+= 1
        }
        return nil
    }

    private static func trim(
        _ line: UnsafeRawBufferPointer, isFirst: Bool
    ) -> UnsafeRawBufferPointer {
        var end = line.count
        if end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let hasMark = isFirst && end >= 3 && line[0] == 0xEF && line[1] == 0xBB && line[2] == 0xBF
        return UnsafeRawBufferPointer(rebasing: line[(hasMark ? 3 : 0)..<end])
    }
}
