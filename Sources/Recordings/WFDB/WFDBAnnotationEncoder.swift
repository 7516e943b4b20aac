/// Annotations to the bytes of a file in MIT format.
///
/// Source: WFDB Applications Guide, annot(5).
public struct WFDBAnnotationEncoder: Sendable {
    private var time = 0
    private var channel: UInt8 = 0
    private var number: Int8 = 0
    private let endsWithChannel: Bool

    /// - Parameter endsWithChannel: whether every annotation ends with its channel, also where that
    ///   is the one before's. Then a file that was cut anywhere shows which annotations are whole:
    ///   `WFDBAnnotationSalvage`.
    public init(endsWithChannel: Bool = false) {
        self.endsWithChannel = endsWithChannel
    }

    /// - Parameter annotations: in order of time; an aux text longer than 255 bytes is cut.
    public mutating func encode(_ annotations: [WFDBAnnotation]) -> [UInt8] {
        var bytes: [UInt8] = []
        for annotation in annotations {
            appendTime(annotation, to: &bytes)
            if annotation.subtype != 0 {
                append(61, UInt8(bitPattern: annotation.subtype), to: &bytes)
            }
            if annotation.channel != channel, !endsWithChannel {
                channel = annotation.channel
                append(62, channel, to: &bytes)
            }
            if annotation.number != number {
                number = annotation.number
                append(60, UInt8(bitPattern: number), to: &bytes)
            }
            let aux = annotation.aux.prefix(255)
            if !aux.isEmpty {
                append(63, UInt8(aux.count), to: &bytes)
                bytes.append(contentsOf: aux)
                if aux.count % 2 == 1 { bytes.append(0) }
            }
            if endsWithChannel { append(62, annotation.channel, to: &bytes) }
        }
        return bytes
    }

    /// For the beginning of a file whose times are not frames: says how many there are a second.
    public mutating func encode(ticksPerSecond: Double) -> [UInt8] {
        let text = "## time resolution: \(ticksPerSecond.shortText)"
        return encode([WFDBAnnotation(time: 0, code: .note, aux: Array(text.utf8))])
    }

    /// The end mark, after the last annotation.
    public func finish() -> [UInt8] { [0, 0] }

    private mutating func appendTime(_ annotation: WFDBAnnotation, to bytes: inout [UInt8]) {
        var step = annotation.time - time
        time = annotation.time
        let code = UInt16(annotation.code.rawValue) << 10
        if (0...1_023).contains(step) {
            append(word: code | UInt16(step), to: &bytes)
            return
        }
        // One skip holds 32 bits; a longer way takes several.
        while step != 0 {
            let part = Int32(clamping: step)
            step -= Int(part)
            let pattern = UInt32(bitPattern: part)
            append(word: 59 << 10, to: &bytes)
            append(word: UInt16(pattern >> 16), to: &bytes)
            append(word: UInt16(truncatingIfNeeded: pattern), to: &bytes)
        }
        append(word: code, to: &bytes)
    }

    private func append(_ code: UInt16, _ value: UInt8, to bytes: inout [UInt8]) {
        append(word: code << 10 | UInt16(value), to: &bytes)
    }

    private func append(word: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(word >> 8))
    }
}
