/// Cuts one line of a CSV file into its cells.
///
/// A quote at the beginning of a cell opens it; two quotes in a row stand for one of its text. A quote
/// anywhere else is a letter like others.
/// Source: RFC 4180, section 2; quotes within bare cells as spreadsheets read them.
struct CSVRow: Sendable {
    let delimiter: UInt8

    private static let quote = UInt8(ascii: "\"")

    init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Appends the byte ranges of the cells, without their quotes. Returns false if a quote is
    /// still open at the end of the line.
    func cells(
        of line: UnsafeRawBufferPointer, into ranges: inout [Range<Int>]
    ) -> Bool {
        ranges.removeAll(keepingCapacity: true)
        var start = 0
        var index = 0
        var quotes = Quotes(delimiters: [delimiter])
        while index < line.count {
            if quotes.take(line[index]) {
                ranges.append(unquoted(start..<index, line))
                start = index &+ 1
            }
            index &+= 1
        }
        ranges.append(unquoted(start..<index, line))
        return !quotes.isOpen
    }

    /// What lies between the quotes of a cell that has them.
    private func unquoted(_ cell: Range<Int>, _ line: UnsafeRawBufferPointer) -> Range<Int> {
        var (first, last) = (cell.lowerBound, cell.upperBound)
        guard first < last else { return cell }
        while first < last, isBlank(line[first]) { first += 1 }
        while last > first, isBlank(line[last - 1]) { last -= 1 }
        guard last - first >= 2, line[first] == Self.quote, line[last - 1] == Self.quote else {
            return cell
        }
        return (first + 1)..<(last - 1)
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte != delimiter && (byte == 0x20 || byte == 0x09)
    }

    /// The cells as text.
    func texts(of line: UnsafeRawBufferPointer) -> [String]? {
        var ranges: [Range<Int>] = []
        guard cells(of: line, into: &ranges) else { return nil }
        return ranges.map { range in
            let text = String(decoding: line[range], as: UTF8.self).trimmed
            let isQuoted = range.lowerBound > 0 && line[range.lowerBound - 1] == Self.quote
            return isQuoted ? text.replacingDoubledQuotes : text
        }
    }

    /// Tab, semicolon or comma: the one that stands most often in the first line, in this order
    /// where two are even.
    init(sniffing line: UnsafeRawBufferPointer) {
        let candidates: [UInt8] = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
        var counts = [0, 0, 0]
        var quotes = Quotes(delimiters: candidates)
        for byte in line {
            guard quotes.take(byte), let index = candidates.firstIndex(of: byte) else { continue }
            counts[index] += 1
        }
        let most = counts.max() ?? 0
        delimiter = most > 0 ? candidates[counts.firstIndex(of: most) ?? 2] : UInt8(ascii: ",")
    }

    /// Follows a line and tells where a cell ends.
    private struct Quotes {
        let delimiters: [UInt8]
        private(set) var isOpen = false
        private var isAtStart = true

        init(delimiters: [UInt8]) { self.delimiters = delimiters }

        /// Whether the byte ends a cell.
        mutating func take(_ byte: UInt8) -> Bool {
            if byte == CSVRow.quote, isOpen || isAtStart {
                // The second of two closes and opens again at once, which is the same.
                isOpen.toggle()
                isAtStart = !isOpen
                return false
            }
            if isOpen { return false }
            if delimiters.contains(byte) {
                isAtStart = true
                return true
            }
            isAtStart = isAtStart && (byte == 0x20 || byte == 0x09)
            return false
        }
    }
}

extension String {
    /// `""` as one quote.
    fileprivate var replacingDoubledQuotes: String {
        var text = String.UnicodeScalarView()
        var isSecond = false
        for scalar in unicodeScalars {
            isSecond = scalar == "\"" && !isSecond && text.last == "\""
            if !isSecond { text.append(scalar) }
        }
        return String(text)
    }
}
