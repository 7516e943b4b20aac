/// Cuts one line of a CSV file into its cells.
struct CSVRow: Sendable {
    let delimiter: UInt8

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
        var inQuotes = false
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "\"") {
                inQuotes.toggle()
            } else if byte == delimiter, !inQuotes {
                ranges.append(unquoted(start..<index, line))
                start = index &+ 1
            }
            index &+= 1
        }
        ranges.append(unquoted(start..<index, line))
        return !inQuotes
    }

    private func unquoted(_ cell: Range<Int>, _ line: UnsafeRawBufferPointer) -> Range<Int> {
        let quote = UInt8(ascii: "\"")
        guard cell.count >= 2, line[cell.lowerBound] == quote, line[cell.upperBound - 1] == quote
        else { return cell }
        return (cell.lowerBound + 1)..<(cell.upperBound - 1)
    }

    /// The cells as text.
    func texts(of line: UnsafeRawBufferPointer) -> [String]? {
        var ranges: [Range<Int>] = []
        guard cells(of: line, into: &ranges) else { return nil }
        return ranges.map { String(decoding: line[$0], as: UTF8.self).trimmed }
    }

    /// Tab, semicolon or comma: the one that stands most often in the first line, in this order
    /// where two are even.
    init(sniffing line: UnsafeRawBufferPointer) {
        var counts = [0, 0, 0]
        let candidates: [UInt8] = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
        var inQuotes = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            guard !inQuotes, let index = candidates.firstIndex(of: byte) else { continue }
            counts[index] += 1
        }
        let most = counts.max() ?? 0
        delimiter = most > 0 ? candidates[counts.firstIndex(of: most) ?? 2] : UInt8(ascii: ",")
    }
}
