public import Biosignals

/// A CSV file with a column per channel: bytes in any cut to blocks of samples.
///
/// Input:  the whole file from its first byte on.
/// Output: blocks in each channel's unit; an empty cell, and a step of the time column of more than
///         1.5 periods, is a gap.
/// Errors: a cell that is no finite number, a row with too few or too many cells, time that stands
///         still or runs unevenly. All rows before it have been appended.
public struct CSVDecoder: Sendable {
    private let file: String
    private let layout: CSVLayout
    private let row: CSVRow
    private var splitter: LineSplitter
    private var cells: [Range<Int>] = []
    /// The current row; nil where a sample is missing.
    private var values: [Double?]
    /// Unbroken samples per channel that are not in a block yet, and where they start.
    private var runs: [[Double]]
    private var starts: [Int]
    private var nextRow = 0
    private var lastTime: Double?

    public init(layout: CSVLayout, file: String) {
        self.layout = layout
        self.file = file
        row = CSVRow(delimiter: layout.delimiter)
        splitter = LineSplitter(file: file)
        values = Array(repeating: nil, count: layout.channels.count)
        runs = Array(repeating: [], count: layout.channels.count)
        starts = Array(repeating: 0, count: layout.channels.count)
    }

    public mutating func decode(
        _ bytes: UnsafeRawBufferPointer, into blocks: inout [SignalBlock]
    ) throws(RecordingError) {
        defer { flush(into: &blocks) }
        var splitter = self.splitter
        defer { self.splitter = splitter }
        try splitter.feed(bytes) { line, number throws(RecordingError) in
            try take(line, number, into: &blocks)
        }
    }

    public mutating func decode(
        _ bytes: [UInt8], into blocks: inout [SignalBlock]
    ) throws(RecordingError) {
        try bytes.withUnsafeBufferPointer { all throws(RecordingError) in
            try decode(UnsafeRawBufferPointer(all), into: &blocks)
        }
    }

    /// To be called when the file has ended.
    public mutating func finish(into blocks: inout [SignalBlock]) throws(RecordingError) {
        defer { flush(into: &blocks) }
        var splitter = self.splitter
        try splitter.finish { line, number throws(RecordingError) in
            try take(line, number, into: &blocks)
        }
        guard nextRow > 0 else { throw RecordingError(file: file, problem: .csvEmpty) }
    }

    private mutating func take(
        _ line: UnsafeRawBufferPointer, _ number: Int, into blocks: inout [SignalBlock]
    ) throws(RecordingError) {
        if number == layout.headerLine || line.isBlankLine { return }
        guard row.cells(of: line, into: &cells) else {
            throw RecordingError(file: file, place: .line(number), problem: .csvQuoteOpen)
        }
        guard cells.count == layout.columns.count else {
            throw RecordingError(
                file: file, place: .line(number),
                problem: .csvColumnCount(found: cells.count, expected: layout.columns.count))
        }
        // First all cells, then the samples: a damaged row delivers none of its channels.
        var index = nextRow
        for (column, cell) in cells.enumerated() {
            let bytes = UnsafeRawBufferPointer(rebasing: line[cell])
            switch layout.columns[column] {
            case .ignored: continue
            case .time(let secondsPerUnit):
                guard layout.usesTime else { continue }
                let time = try value(of: bytes, number, column).map { $0 * secondsPerUnit }
                index += try rowsSkipped(before: time, number, column)
                lastTime = time ?? lastTime.map { $0 + 1 / layout.rate.value }
            case .channel(let channel):
                values[channel] = try value(of: bytes, number, column)
            }
        }
        for channel in values.indices {
            append(values[channel], at: index, to: channel, into: &blocks)
        }
        nextRow = index + 1
    }

    private func value(
        of cell: UnsafeRawBufferPointer, _ line: Int, _ column: Int
    ) throws(RecordingError) -> Double? {
        switch DecimalNumber.read(cell, comma: layout.decimalComma) {
        case .value(let value): return value
        case .empty: return nil
        case .notFinite(let word) where word == layout.missingWord: return nil
        case .notFinite(let word): throw error(.csvNotFinite(word), line, column)
        case .garbage: throw error(.csvNotANumber, line, column)
        }
    }

    /// How many rows are missing before the one taken at `time`, in seconds.
    private func rowsSkipped(
        before time: Double?, _ line: Int, _ column: Int
    ) throws(RecordingError) -> Int {
        guard let time, let lastTime else { return 0 }
        let periods = (time - lastTime) * layout.rate.value
        guard periods > 0 else { throw error(.timeNotIncreasing, line, column) }
        guard periods > 0.5, periods < 1e12 else { throw error(.timeIrregular, line, column) }
        return periods > 1.5 ? Int(periods.rounded()) - 1 : 0
    }

    private mutating func append(
        _ value: Double?, at index: Int, to channel: Int, into blocks: inout [SignalBlock]
    ) {
        if !runs[channel].isEmpty, value == nil || index != starts[channel] + runs[channel].count {
            flush(channel, into: &blocks)
        }
        guard let value else { return }
        if runs[channel].isEmpty { starts[channel] = index }
        let scale = layout.scales[channel]
        let scaled = value * scale.factor + scale.offset
        runs[channel].append(scaled.isFinite ? scaled : value)
        if runs[channel].count >= Self.blockSamplesMax { flush(channel, into: &blocks) }
    }

    private static let blockSamplesMax = 4_096

    private mutating func flush(into blocks: inout [SignalBlock]) {
        for channel in runs.indices { flush(channel, into: &blocks) }
    }

    private mutating func flush(_ channel: Int, into blocks: inout [SignalBlock]) {
        guard !runs[channel].isEmpty else { return }
        blocks.append(
            SignalBlock(channel: channel, start: starts[channel], samples: runs[channel]))
        runs[channel].removeAll(keepingCapacity: true)
    }

    private func error(_ problem: RecordingProblem, _ line: Int, _ column: Int) -> RecordingError {
        RecordingError(
            file: file, place: .cell(line: line, column: layout.headings[column]),
            problem: problem)
    }
}
