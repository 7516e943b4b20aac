import Biosignals

extension EDFHeader {
    /// Reads the header's bytes.
    ///
    /// What real files get wrong without losing their samples is told in `notices` and read: dates
    /// that are none, a wrong size of the header, a number of records that is none. What decides where samples lie must be
    /// right.
    /// - Parameters:
    ///   - bytes: the beginning of the file, at least as many bytes as the header has.
    ///   - file: how errors name the file.
    public init(parsing bytes: [UInt8], file: String) throws(RecordingError) {
        guard bytes.count >= Self.fixedBytes else {
            throw RecordingError(
                file: file,
                problem: .edf(.headerCut(bytes: bytes.count, needed: Self.fixedBytes)))
        }
        guard let format = Self.format(bytes) else {
            throw RecordingError(
                file: file, place: .byte(0),
                problem: .edf(.unknownVersion(EDFText.field(bytes[0..<8]))))
        }
        let fields = EDFFieldReader(bytes: bytes, file: file)
        let count = try fields.int(
            "number of signals", 252, 4, in: 1...Self.signalsMax, allowed: "from 1 to 4096")
        let size = Self.fixedBytes * (count + 1)
        guard bytes.count >= size else {
            throw RecordingError(
                file: file, problem: .edf(.headerCut(bytes: bytes.count, needed: size)))
        }
        let duration = try fields.duration()
        self.init(
            format: format, continuity: Self.continuity(fields.text(192, 44)),
            recordDuration: duration, signals: try fields.signals(count))
        patient = fields.text(8, 80)
        recording = fields.text(88, 80)
        readStart(date: fields.text(168, 8), time: fields.text(176, 8))
        readRecordCount(fields.text(236, 8))
        if Int(fields.text(184, 8)) != size {
            notices.append(
                "the header says it has \(fields.text(184, 8)) bytes; \(count) signals make \(size)"
            )
        }
    }

    private static func format(_ bytes: [UInt8]) -> EDFFormat? {
        if bytes[0] == 0xFF, Array(bytes[1..<8]) == Array("BIOSEMI".utf8) { return .bdf }
        return EDFText.field(bytes[0..<8]) == "0" ? .edf : nil
    }

    private static func continuity(_ reserved: String) -> Continuity {
        let text = reserved.uppercased()
        if text.hasPrefix("EDF+D") || text.hasPrefix("BDF+D") { return .discontinuous }
        if text.hasPrefix("EDF+C") || text.hasPrefix("BDF+C") { return .continuous }
        return .plain
    }

    private mutating func readRecordCount(_ text: String) {
        if let count = Int(text), count > 0 {
            recordCount = count
        } else {
            recordCount = nil
            notices.append(
                "the header gives no number of data records (\(text.quotedForPeople)): read as far "
                    + "as the file goes")
        }
    }

    private mutating func readStart(date: String, time: String) {
        // A file of EDF+ says so where it does not know its date.
        if recording.lowercased().hasPrefix("startdate x") { return }
        let clock = Self.numbers(in: time)
        let isTime =
            clock.count == 3 && (0..<24).contains(clock[0]) && (0..<60).contains(clock[1])
            && (0..<60).contains(clock[2])
        guard isTime, let day = longDate ?? Self.shortDate(date) else {
            notices.append(
                "the header's date and time (\((date + " " + time).quotedForPeople)) are none: no "
                    + "start known")
            return
        }
        let seconds = Int64(clock[0] * 3_600 + clock[1] * 60 + clock[2])
        start = UTCTime(
            millisecondsSince1970: (day.daysSince1970 * 86_400 + seconds) * 1_000)
    }

    /// `dd.mm.yy`, whatever separates the parts; 85…99 are of the last century.
    private static func shortDate(_ text: String) -> CalendarDate? {
        let parts = numbers(in: text)
        guard parts.count == 3, (0...99).contains(parts[2]) else { return nil }
        return CalendarDate(
            year: parts[2] + (parts[2] >= 85 ? 1_900 : 2_000), month: parts[1], day: parts[0])
    }

    /// `Startdate 02-MAR-2002` of EDF+, which has four digits for the year.
    private var longDate: CalendarDate? {
        let words = recording.split(separator: " ")
        guard words.count > 1, words[0].lowercased() == "startdate" else { return nil }
        let parts = words[1].split(separator: "-")
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = Self.months.firstIndex(of: parts[1].uppercased())
        else { return nil }
        return CalendarDate(year: year, month: month + 1, day: day)
    }

    static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    private static func numbers(in text: String) -> [Int] {
        text.split { !$0.isASCII || !$0.isNumber }.compactMap { $0.count <= 4 ? Int($0) : nil }
    }
}
