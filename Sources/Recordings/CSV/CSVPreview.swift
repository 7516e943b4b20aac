import Biosignals

/// The first rows of a CSV file, read to find out what the columns are.
struct CSVPreview {
    static let rowsMax = 2_048

    private(set) var row = CSVRow(sniffing: UnsafeRawBufferPointer(start: nil, count: 0))
    /// Cells of the first row, if any of them is a word.
    private(set) var header: [String]?
    private(set) var headerLine: Int?
    private var rows: [[String]] = []

    init(_ bytes: [UInt8], isWhole: Bool, file: String) throws(RecordingError) {
        guard !bytes.contains(0) else { throw RecordingError(file: file, problem: .notText) }
        var splitter = LineSplitter(file: file)
        try bytes.withUnsafeBufferPointer { all throws(RecordingError) in
            try splitter.feed(UnsafeRawBufferPointer(all)) { line, number throws(RecordingError) in
                try take(line, number, file)
            }
        }
        if isWhole {
            try splitter.finish { line, number throws(RecordingError) in
                try take(line, number, file)
            }
        }
        guard header != nil || !rows.isEmpty else {
            throw RecordingError(file: file, problem: .csvEmpty)
        }
    }

    private mutating func take(
        _ line: UnsafeRawBufferPointer, _ number: Int, _ file: String
    ) throws(RecordingError) {
        guard rows.count < Self.rowsMax, !line.isBlankLine else { return }
        let isFirst = header == nil && rows.isEmpty
        if isFirst { row = CSVRow(sniffing: line) }
        guard let cells = row.texts(of: line) else {
            if isFirst {
                throw RecordingError(file: file, place: .line(number), problem: .csvQuoteOpen)
            }
            return
        }
        if isFirst, cells.contains(where: isWord) {
            header = cells
            headerLine = number
        } else {
            rows.append(cells)
        }
    }

    /// Neither empty, nor a number, nor a number's absence.
    private func isWord(_ cell: String) -> Bool {
        outcome(cell) == .garbage
    }

    private func outcome(_ cell: String) -> DecimalNumber.Outcome {
        Array(cell.utf8).withUnsafeBytes {
            DecimalNumber.read($0, comma: row.delimiter != UInt8(ascii: ","))
        }
    }

    /// Columns whose every cell seen is a word: labels, dates. One row alone proves nothing.
    func columnsOfWords(count: Int) -> Set<Int> {
        guard rows.count > 1 else { return [] }
        return Set(
            (0..<count).filter { column in
                let cells = rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
                    .filter { !$0.isEmpty }
                return cells.count > 1 && cells.allSatisfy(isWord)
            })
    }

    /// Whether a column goes forward all the time, in steps that are those of a rate or gaps.
    func isTime(inColumn column: Int, _ secondsPerUnit: Double, of rate: Hertz) -> Bool {
        let times = rows.compactMap { cells -> Double? in
            guard cells.indices.contains(column), case .value(let time) = outcome(cells[column])
            else { return nil }
            return time * secondsPerUnit * rate.value
        }
        return times.count > 1
            && zip(times.dropFirst(), times).allSatisfy { later, time in
                let step = later - time
                return step > 0.5 && abs(step - step.rounded()) < 0.1
            }
    }

    /// Samples per second from a time column: the mean of the steps near the median step, rounded
    /// to a whole number if the column's own resolution allows no better. Nil if there is no step.
    func rate(ofColumn column: Int, secondsPerUnit: Double) -> Double? {
        var times: [Double] = []
        var decimals = 0
        for cells in rows where cells.indices.contains(column) {
            guard case .value(let time) = outcome(cells[column]) else { continue }
            times.append(time * secondsPerUnit)
            let fraction = cells[column].split(
                separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            decimals = max(decimals, fraction.count > 1 ? fraction[1].count : 0)
        }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }.filter { $0 > 0 }.sorted()
        guard !steps.isEmpty else { return nil }
        let median = steps[steps.count / 2]
        let regular = steps.filter { $0 > median / 2 && $0 < median * 1.5 }
        let span = regular.reduce(0, +)
        let rate = Double(regular.count) / span
        guard rate.isFinite, rate > 0 else { return nil }
        let resolution = (0..<min(decimals, 18)).reduce(secondsPerUnit) { step, _ in step / 10 }
        let uncertainty = rate * resolution / span
        return abs(rate - rate.rounded()) <= uncertainty && rate >= 1 ? rate.rounded() : rate
    }
}

extension UnsafeRawBufferPointer {
    /// Nothing but blanks.
    var isBlankLine: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}
