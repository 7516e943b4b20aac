public import Biosignals

/// One signal file of an E4 folder: bytes in any cut to blocks of samples.
///
/// Errors: a row with too few or too many cells, a cell that is no number. All rows before it have
/// been appended. An empty cell is a missing sample.
public struct E4SignalDecoder: Sendable {
    private let name: String
    private let divisor: Double
    private let firstChannel: Int
    private var splitter: LineSplitter
    private var runs: [[Double]]
    private var starts: [Int]
    private let row = CSVRow(delimiter: UInt8(ascii: ","))
    private var cells: [Range<Int>] = []
    private var values: [Double?]
    private var next: Int

    /// - Parameters:
    ///   - place: of the file in its folder's plan.
    ///   - name: how errors name the file.
    public init(file: E4File, place: (firstChannel: Int, samplesBefore: Int), name: String) {
        self.name = name
        divisor = file.divisor
        firstChannel = place.firstChannel
        next = place.samplesBefore
        splitter = LineSplitter(file: name)
        let columns = file.drafts.count
        runs = Array(repeating: [], count: columns)
        starts = Array(repeating: next, count: columns)
        values = Array(repeating: nil, count: columns)
    }

    public mutating func decode(
        _ bytes: [UInt8], into blocks: inout [SignalBlock]
    ) throws(RecordingError) {
        defer { flush(into: &blocks) }
        var splitter = self.splitter
        defer { self.splitter = splitter }
        try bytes.withUnsafeBufferPointer { all throws(RecordingError) in
            try splitter.feed(UnsafeRawBufferPointer(all)) { line, number throws(RecordingError) in
                try take(line, number, into: &blocks)
            }
        }
    }

    /// To be called when the file has ended.
    public mutating func finish(into blocks: inout [SignalBlock]) throws(RecordingError) {
        defer { flush(into: &blocks) }
        var splitter = self.splitter
        try splitter.finish { line, number throws(RecordingError) in
            try take(line, number, into: &blocks)
        }
    }

    private mutating func take(
        _ line: UnsafeRawBufferPointer, _ number: Int, into blocks: inout [SignalBlock]
    ) throws(RecordingError) {
        guard number > 2, !line.isBlankLine else { return }
        _ = row.cells(of: line, into: &cells)
        guard cells.count == runs.count else {
            throw RecordingError(
                file: name, place: .line(number),
                problem: .e4(.columnCount(found: cells.count, expected: runs.count)))
        }
        for (column, cell) in cells.enumerated() {
            switch DecimalNumber.read(UnsafeRawBufferPointer(rebasing: line[cell])) {
            case .value(let value): values[column] = value / divisor
            case .empty: values[column] = nil
            case .notFinite, .garbage:
                throw RecordingError(
                    file: name, place: .line(number), problem: .e4(.notANumber))
            }
        }
        for column in runs.indices {
            if !runs[column].isEmpty, values[column] == nil { flush(column, into: &blocks) }
            guard let value = values[column] else { continue }
            if runs[column].isEmpty { starts[column] = next }
            runs[column].append(value)
        }
        next += 1
    }

    private mutating func flush(into blocks: inout [SignalBlock]) {
        for column in runs.indices { flush(column, into: &blocks) }
    }

    private mutating func flush(_ column: Int, into blocks: inout [SignalBlock]) {
        guard !runs[column].isEmpty else { return }
        blocks.append(
            SignalBlock(
                channel: firstChannel + column, start: starts[column], samples: runs[column]))
        runs[column].removeAll(keepingCapacity: true)
    }
}
