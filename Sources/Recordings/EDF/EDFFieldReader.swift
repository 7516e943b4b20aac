/// Takes an EDF header's fields out of its bytes.
struct EDFFieldReader {
    let bytes: [UInt8]
    let file: String

    /// Samples of one signal in one record; with 4,096 signals still far below what overflows.
    static let samplesPerRecordMax = 99_999_999

    func text(_ offset: Int, _ width: Int) -> String {
        EDFText.field(bytes[offset..<(offset + width)])
    }

    func int(
        _ name: String, _ offset: Int, _ width: Int, in range: ClosedRange<Int>, allowed: String
    ) throws(RecordingError) -> Int {
        let text = text(offset, width)
        guard let value = Int(text) ?? EDFDecimal(text).flatMap({ Int(exactly: $0.value) }),
            range.contains(value)
        else { throw invalid(name, text, allowed, offset) }
        return value
    }

    func duration() throws(RecordingError) -> EDFDecimal {
        let text = text(244, 8)
        guard let duration = EDFDecimal(text), duration.mantissa >= 0 else {
            throw invalid("duration of a data record", text, "a number of seconds", 244)
        }
        return duration
    }

    func signals(_ count: Int) throws(RecordingError) -> [EDFSignal] {
        var signals: [EDFSignal] = []
        // The header gives each field for all signals before the next field.
        var offsets: [Int] = []
        var next = EDFHeader.fixedBytes
        for width in [16, 80, 8, 8, 8, 8, 8, 80, 8, 32] {
            offsets.append(next)
            next += width * count
        }
        for index in 0..<count {
            func field(_ number: Int, _ width: Int) -> String {
                text(offsets[number] + index * width, width)
            }
            let samples = try int(
                "number of samples a record of signal \(index + 1)", offsets[8] + index * 8, 8,
                in: 1...Self.samplesPerRecordMax, allowed: "from 1 to 99999999")
            var signal = EDFSignal(
                label: field(0, 16), dimension: field(2, 8), samplesPerRecord: samples)
            signal.transducer = field(1, 80)
            signal.physicalMin = EDFDecimal(field(3, 8))
            signal.physicalMax = EDFDecimal(field(4, 8))
            signal.digitalMin = EDFDecimal(field(5, 8)).flatMap { Int(exactly: $0.value) }
            signal.digitalMax = EDFDecimal(field(6, 8)).flatMap { Int(exactly: $0.value) }
            signal.prefilter = field(7, 80)
            signal.reserved = field(9, 32)
            signals.append(signal)
        }
        return signals
    }

    private func invalid(
        _ name: String, _ text: String, _ allowed: String, _ offset: Int
    ) -> RecordingError {
        RecordingError(
            file: file, place: .byte(offset),
            problem: .edf(.fieldInvalid(name, text: text, allowed: allowed)))
    }
}
