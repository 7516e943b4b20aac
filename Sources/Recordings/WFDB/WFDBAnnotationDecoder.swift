/// An annotation file in MIT format (`.atr`, `.qrs`): bytes in any cut to annotations.
///
/// Input:  byte pairs, low byte first: six bits of code, ten bits of time since the annotation
///         before. SKIP, NUM, SUB, CHN and AUX (59…63) carry long steps and the other fields.
/// Output: annotations in the file's order. The notes at time 0 by which newer files define their time
///         resolution and own codes are taken out; the resolution is `ticksPerSecond`.
/// Source: WFDB Applications Guide, annot(5).
public struct WFDBAnnotationDecoder: Sendable {
    /// Ticks per second if the file states it; else times are frames of the record.
    public private(set) var ticksPerSecond: Double?
    private let file: String
    private var pending: [UInt8] = []
    private var byte = 0
    private var time = 0
    private var open: WFDBAnnotation?
    private var channel: UInt8 = 0
    private var number: Int8 = 0
    private var isInDefinitions = false
    private var hasEnded = false

    public init(file: String) {
        self.file = file
    }

    /// Appends every annotation whose end is known.
    public mutating func decode(
        _ bytes: some Sequence<UInt8>, into annotations: inout [WFDBAnnotation]
    ) throws(RecordingError) {
        pending.append(contentsOf: bytes)
        var from = 0
        defer { pending.removeFirst(min(from, pending.count)) }
        while !hasEnded, let used = try step(at: from, into: &annotations) {
            from += used
            byte += used
        }
        if hasEnded { from = pending.count }
    }

    /// To be called when the file has ended. A file may end without its end mark, not within an
    /// annotation.
    public mutating func finish(
        into annotations: inout [WFDBAnnotation]
    ) throws(RecordingError) {
        close(into: &annotations)
        guard pending.isEmpty || hasEnded else { throw error(.annotationsTruncated) }
    }

    /// Takes one word and what belongs to it; nil if its bytes are not all there.
    private mutating func step(
        at from: Int, into annotations: inout [WFDBAnnotation]
    ) throws(RecordingError) -> Int? {
        guard pending.count >= from + 2 else { return nil }
        let word = UInt16(pending[from]) | UInt16(pending[from + 1]) << 8
        let value = Int(word & 0x3FF)
        switch word >> 10 {
        case 0 where value == 0:
            close(into: &annotations)
            hasEnded = true
        case 59:
            guard pending.count >= from + 6 else { return nil }
            close(into: &annotations)
            try advance(by: longStep(at: from + 2))
            return 6
        case 60:
            number = Int8(truncatingIfNeeded: value)
            open?.number = number
        case 61: open?.subtype = Int8(truncatingIfNeeded: value)
        case 62:
            channel = UInt8(truncatingIfNeeded: value)
            open?.channel = channel
        case 63:
            let size = value + value % 2
            guard pending.count >= from + 2 + size else { return nil }
            open?.aux = Array(pending[(from + 2)..<(from + 2 + value)])
            return 2 + size
        case let code:
            close(into: &annotations)
            try advance(by: value)
            // Writers step back below 0 after their definitions, without an annotation there.
            guard time >= 0 || code == 0 else { throw error(.annotationTimeOutOfRange) }
            open = WFDBAnnotationCode(rawValue: UInt8(code)).map {
                WFDBAnnotation(time: time, code: $0, channel: channel, number: number)
            }
        }
        return 2
    }

    /// Four bytes: the high pair first, each pair low byte first.
    private func longStep(at place: Int) -> Int {
        let bytes = pending[place..<(place + 4)].map { UInt32($0) }
        return Int(Int32(bitPattern: bytes[1] << 24 | bytes[0] << 16 | bytes[3] << 8 | bytes[2]))
    }

    private mutating func advance(by step: Int) throws(RecordingError) {
        time += step
        guard abs(time) <= Self.timeMax else { throw error(.annotationTimeOutOfRange) }
    }

    private static let timeMax = 1 << 53

    private mutating func close(into annotations: inout [WFDBAnnotation]) {
        guard let annotation = open else { return }
        open = nil
        if annotation.code == .note, annotation.time == 0, takeDefinition(annotation.auxText) {
            return
        }
        annotations.append(annotation)
    }

    /// Whether a note at time 0 belongs to the file's own definitions.
    private mutating func takeDefinition(_ text: String) -> Bool {
        let resolution = "## time resolution:"
        if text.hasPrefix(resolution) {
            let value = Double(decimal: text.dropFirst(resolution.count).trimmed)
            ticksPerSecond = value.flatMap { $0 > 0 ? $0 : nil }
            return true
        }
        if text.hasPrefix("## annotation type definitions") { isInDefinitions = true }
        defer { if text.hasPrefix("## end of definitions") { isInDefinitions = false } }
        return isInDefinitions
    }

    private func error(_ problem: RecordingProblem) -> RecordingError {
        RecordingError(file: file, place: .byte(byte), problem: problem)
    }
}
