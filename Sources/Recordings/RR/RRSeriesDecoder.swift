/// An RR series, one interval a line: bytes in any cut to milliseconds.
///
/// The first line may be a header; blank lines and lines that begin with `#` do not count. A number
/// may be followed by white space or an empty last cell, nothing else.
/// Errors: a line that is not one number above 0, a file without any, and a median that speaks for
/// the other unit (below 5 ms, or above 5 s).
public struct RRSeriesDecoder: Sendable {
    private let file: String
    private let askedUnit: RRUnit?
    private var headerUnit: RRUnit?
    private var splitter: LineSplitter
    private var sawFirst = false
    /// As the file writes them, in the file's unit.
    private var values: [Double] = []

    /// - Parameter unit: nil takes the unit from the header line (`rr_s`, `nni_ms`), else ms.
    public init(unit: RRUnit? = nil, file: String) {
        askedUnit = unit
        self.file = file
        splitter = LineSplitter(file: file)
    }

    public mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
        var splitter = self.splitter
        defer { self.splitter = splitter }
        try splitter.feed(bytes) { line, number throws(RecordingError) in
            try take(line, number)
        }
    }

    /// Ten minutes: a pause between two stretches may be long, a number of another kind is longer.
    private static let millisecondsMax = 600_000.0

    public mutating func decode(_ bytes: [UInt8]) throws(RecordingError) {
        try bytes.withUnsafeBufferPointer { all throws(RecordingError) in
            try decode(UnsafeRawBufferPointer(all))
        }
    }

    /// To be called when the file has ended. Returns the intervals in ms, oldest first.
    public mutating func finish() throws(RecordingError) -> [Double] {
        var splitter = self.splitter
        try splitter.finish { line, number throws(RecordingError) in try take(line, number) }
        guard !values.isEmpty else { throw RecordingError(file: file, problem: .rrEmpty) }
        let unit = askedUnit ?? headerUnit ?? .milliseconds
        let median = values.sorted()[values.count / 2]
        if unit == .milliseconds, median < 5 {
            throw RecordingError(file: file, problem: .rrLooksLikeSeconds)
        }
        if unit == .seconds, median > 5 {
            throw RecordingError(file: file, problem: .rrLooksLikeMilliseconds)
        }
        let milliseconds = values.map { $0 * unit.millisecondsPerUnit }
        if let long = milliseconds.firstIndex(where: { $0 > Self.millisecondsMax }) {
            throw RecordingError(file: file, problem: .rrTooLong(number: long + 1))
        }
        return milliseconds
    }

    private mutating func take(
        _ line: UnsafeRawBufferPointer, _ number: Int
    ) throws(RecordingError) {
        let text = RRLine(line)
        defer { if text != .blank { sawFirst = true } }
        switch text {
        case .blank: return
        case .value(let value) where value > 0 && value * 1_000 < .infinity: values.append(value)
        case .value, .notFinite:
            throw RecordingError(file: file, place: .line(number), problem: .rrNotPositive)
        case .words(let heading):
            guard !sawFirst else {
                throw RecordingError(file: file, place: .line(number), problem: .rrNotANumber)
            }
            headerUnit = RRUnit(rawValue: CSVColumnName(heading).unitText.lowercased())
        }
    }
}
