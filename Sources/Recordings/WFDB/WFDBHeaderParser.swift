import Biosignals

extension WFDBHeader {
    /// Reads the bytes of a `.hea` file.
    ///
    /// - Parameter file: how errors name the file.
    /// - Throws: `RecordingError` with the line, for everything that header(5) does not allow, for
    ///   a gain of 0, and for sizes no recording has.
    public init(parsing bytes: some Sequence<UInt8>, file: String) throws(RecordingError) {
        let text = WFDBHeaderText(bytes)
        guard let first = text.lines.first else {
            throw RecordingError(file: file, problem: .headerEmpty)
        }
        var record = WFDBFieldReader(file: file, line: first)
        self = try WFDBHeader(recordLine: &record)
        comments = text.comments
        if let segmentCount = try record.segmentCount() {
            segments = try Self.segments(Array(text.lines.dropFirst()), segmentCount, file)
            try checkSegmentLengths(record)
        } else {
            signals = try Self.signals(Array(text.lines.dropFirst()), record.signalCount, file)
        }
    }

    /// Everything of the record line but the segments and signals it announces.
    private init(recordLine record: inout WFDBFieldReader) throws(RecordingError) {
        let nameField = try record.next("record name")
        let parts = nameField.split(separator: "/", omittingEmptySubsequences: false)
        self.init(name: String(parts[0]), rate: 250, length: nil)
        try record.splitName(nameField)
        record.signalCount = try record.nextInt(
            "number of signals", in: 0...WFDBHeader.signalsMax, default: nil)
        try readRate(&record)
        let stated = try record.nextInt(
            "number of samples", in: 0...WFDBHeader.lengthMax, default: 0)
        length = stated > 0 ? stated : nil
        if let time = record.nextOptional() {
            guard let milliseconds = WFDBClock.milliseconds(time) else {
                throw record.invalid("base time", time, "a time of day as HH:MM:SS")
            }
            baseTimeMilliseconds = milliseconds
        }
        if let date = record.nextOptional() {
            guard let day = WFDBClock.date(date) else {
                throw record.invalid("base date", date, "a date as DD/MM/YYYY")
            }
            baseDate = day
        }
    }

    private mutating func readRate(_ record: inout WFDBFieldReader) throws(RecordingError) {
        guard let field = record.nextOptional() else {
            isRateStated = false
            return
        }
        let (frequency, counter) = field.cut(at: "/")
        guard let value = Double(decimal: frequency), rateRange.contains(value) else {
            throw record.invalid("sampling frequency", frequency, "from 0.01 to 10000000")
        }
        rate = Hertz(value)
        guard let counter else { return }
        let (ticks, base) = counter.cut(at: "(")
        guard let ticksPerSecond = Double(decimal: ticks) else {
            throw record.invalid("counter frequency", ticks, "a number")
        }
        counterRate = ticksPerSecond
        guard let base else { return }
        guard base.hasSuffix(")"), let value = Double(decimal: String(base.dropLast())) else {
            throw record.invalid("base counter value", base, "a number in parentheses")
        }
        baseCounter = value
    }

    private static func signals(
        _ lines: [WFDBHeaderText.Line], _ count: Int, _ file: String
    ) throws(RecordingError) -> [WFDBSignal] {
        guard lines.count >= count else {
            throw RecordingError(
                file: file, place: .line(lines.last?.number ?? 1),
                problem: .signalLinesMissing(found: lines.count, promised: count))
        }
        var signals: [WFDBSignal] = []
        var frame = 0
        for (index, line) in lines.prefix(count).enumerated() {
            let reader = WFDBFieldReader(file: file, line: line)
            let signal = try WFDBSignal(reader, index: index)
            frame += signal.samplesPerFrame
            guard frame <= frameSamplesMax else {
                throw reader.error(.frameTooLarge(samples: frame, samplesMax: frameSamplesMax))
            }
            let twin = signals.first { $0.file == signal.file && signal.format != .null }
            if let twin, twin.format != signal.format || twin.byteOffset != signal.byteOffset {
                throw reader.error(.formatsDiffer(signalFile: signal.file))
            }
            signals.append(signal)
        }
        return signals
    }

    private static func segments(
        _ lines: [WFDBHeaderText.Line], _ count: Int, _ file: String
    ) throws(RecordingError) -> [WFDBSegment] {
        guard lines.count >= count else {
            throw RecordingError(
                file: file, place: .line(lines.last?.number ?? 1),
                problem: .segmentLinesMissing(found: lines.count, promised: count))
        }
        var segments: [WFDBSegment] = []
        for line in lines.prefix(count) {
            var reader = WFDBFieldReader(file: file, line: line)
            let name = try reader.next("segment name")
            try reader.checkFileName(name)
            let length = try reader.nextInt(
                "segment length", in: 0...WFDBHeader.lengthMax, default: nil)
            segments.append(WFDBSegment(name: name == "~" ? nil : name, length: length))
        }
        return segments
    }

    private mutating func checkSegmentLengths(_ record: WFDBFieldReader) throws(RecordingError) {
        var sum = 0
        for segment in segments {
            let (next, overflow) = sum.addingReportingOverflow(segment.length)
            guard !overflow, next <= Self.lengthMax else {
                throw record.error(
                    .fieldInvalid(
                        "sum of segment lengths", text: "too long",
                        allowed: "from 0 to \(Self.lengthMax)"))
            }
            sum = next
        }
        if let length, length != sum {
            throw record.error(.segmentLengthsDiffer(sum: sum, promised: length))
        }
        length = sum > 0 ? sum : nil
    }
}

/// Hertz; above it a sampling frequency is damage.
/// Below, a few samples would be years; above, no recorder goes.
let rateRange = 0.01...10_000_000.0
