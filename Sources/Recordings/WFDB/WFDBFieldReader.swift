/// Takes the fields of one header line from left to right.
struct WFDBFieldReader {
    let file: String
    let line: Int
    private var remaining: Substring
    /// What the record line announced.
    var signalCount = 0
    private var segmentField: String?

    init(file: String, line: WFDBHeaderText.Line) {
        self.file = file
        self.line = line.number
        remaining = Substring(line.text)
    }

    mutating func nextOptional() -> String? {
        let start = remaining.drop { $0 == " " || $0 == "\t" }
        guard !start.isEmpty else { return nil }
        let field = start.prefix { $0 != " " && $0 != "\t" }
        remaining = start[field.endIndex...]
        return String(field)
    }

    mutating func next(_ name: String) throws(RecordingError) -> String {
        guard let field = nextOptional() else { throw error(.fieldMissing(name)) }
        return field
    }

    /// - Parameter fallback: the value of a field that is not there; nil if it must be there.
    mutating func nextInt(
        _ name: String, in range: ClosedRange<Int>, default fallback: Int?
    ) throws(RecordingError) -> Int {
        if let value = try nextIntIfPresent(name, in: range) { return value }
        guard let fallback else { throw error(.fieldMissing(name)) }
        return fallback
    }

    mutating func nextIntIfPresent(
        _ name: String, in range: ClosedRange<Int>
    ) throws(RecordingError) -> Int? {
        guard let field = nextOptional() else { return nil }
        return try int(field, name, in: range)
    }

    func int(
        _ text: String, _ name: String, in range: ClosedRange<Int>
    ) throws(RecordingError) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw invalid(
                name, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    mutating func rest() -> String {
        defer { remaining = "" }
        return remaining.trimmed
    }

    /// Keeps what follows `/` in the record name: the number of segments.
    mutating func splitName(_ field: String) throws(RecordingError) {
        let (name, segments) = field.cut(at: "/")
        guard !name.isEmpty else { throw error(.fieldMissing("record name")) }
        segmentField = segments
    }

    func segmentCount() throws(RecordingError) -> Int? {
        guard let segmentField else { return nil }
        return try int(segmentField, "number of segments", in: 1...1_000_000)
    }

    /// A record's files lie in its folder or below it; nothing else may be opened through it.
    func checkFileName(_ name: String) throws(RecordingError) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isInside = !parts.contains("..") && !name.hasPrefix("/") && name != "-"
        guard isInside, !name.unicodeScalars.contains("\0") else {
            throw error(.nameOutsideFolder(name))
        }
    }

    func invalid(_ field: String, _ text: String, _ allowed: String) -> RecordingError {
        error(.fieldInvalid(field, text: text, allowed: allowed))
    }

    func error(_ problem: RecordingProblem) -> RecordingError {
        RecordingError(file: file, place: .line(line), problem: problem)
    }
}
