/// Accounts for every byte that belongs to no frame, in runs of one reason, and finds the text
/// among them. Bytes must come without a hole; what comes out does not depend on the cut, and memory
/// is bounded.
///
/// Text is what begins with eight printable characters in a row (a line's end only as CR LF, since
/// samples may look like `A\rB\rC\r`), up to the first byte that is not text. Of a line 200 bytes
/// are told, and of a password or a network's name only that there is one.
struct SkipLedger: Sendable {
    private static let textMin = 8
    private static let lineMax = 200
    /// A longer run is told in parts of this length: noise without end is heard of.
    private static let runMax = 4_096

    /// Offset of the first byte that is not told yet.
    private var offset: Int
    private var count = 0
    private var reason = SkippedBytes.Reason.noFrame
    /// Printable bytes that are not yet enough to be text.
    private var held: [UInt8] = []
    private var heldReasons: [SkippedBytes.Reason] = []
    private var isText = false
    private var line: [UInt8] = []
    /// Bytes since the last frame that are no text.
    private var damaged = 0

    /// - Parameter offset: of the first byte.
    init(offset: Int = 0) { self.offset = offset }

    /// Offset of the next byte.
    var position: Int { offset + count + held.count }

    /// Takes one byte that belongs to no frame.
    mutating func skip(
        _ byte: UInt8, because base: SkippedBytes.Reason, into output: inout DeviceOutput
    ) {
        if isText {
            if Self.isPrintable(byte) || byte == 0x0D || byte == 0x0A {
                extend(by: 1, .text, into: &output)
                take(byte, into: &output)
                return
            }
            endText(into: &output)
        }
        if !continuesText(byte) { release(into: &output) }
        if Self.isPrintable(byte) || !held.isEmpty {
            held.append(byte)
            heldReasons.append(base)
            if held.count == Self.textMin { beginText(into: &output) }
        } else {
            extend(by: 1, base, into: &output)
            damaged += 1
        }
    }

    /// Takes a whole frame that is not read. Its bytes are no text, whatever they look like.
    mutating func skip(
        frameOf bytes: Int, because reason: SkippedBytes.Reason, into output: inout DeviceOutput
    ) {
        endText(into: &output)
        release(into: &output)
        extend(by: bytes, reason, into: &output)
        damaged += bytes
    }

    /// A frame of `bytes` bytes was taken, or the stream ended (0): what was skipped before it is
    /// told. Returns how many of those bytes were no text.
    @discardableResult
    mutating func close(taking bytes: Int, into output: inout DeviceOutput) -> Int {
        endText(into: &output)
        release(into: &output)
        tell(into: &output)
        offset += bytes
        let result = damaged
        damaged = 0
        return result
    }

    /// Frames follow on frames: nothing is open.
    mutating func pass(_ bytes: Int) { offset += bytes }

    private static func isPrintable(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) || byte == 0x09
    }

    private func continuesText(_ byte: UInt8) -> Bool {
        guard let last = held.last else { return false }
        if last == 0x0D { return byte == 0x0A }
        return Self.isPrintable(byte) || byte == 0x0D
    }

    private mutating func extend(
        by bytes: Int, _ next: SkippedBytes.Reason, into output: inout DeviceOutput
    ) {
        if reason != next { tell(into: &output) }
        reason = next
        var left = bytes
        while count + left >= Self.runMax {
            left -= Self.runMax - count
            count = Self.runMax
            tell(into: &output)
        }
        count += left
    }

    private mutating func tell(into output: inout DeviceOutput) {
        guard count > 0 else { return }
        output.skips.append(SkippedBytes(offset: offset, count: count, reason: reason))
        offset += count
        count = 0
    }

    /// What was held is no text after all.
    private mutating func release(into output: inout DeviceOutput) {
        guard !held.isEmpty else { return }
        for base in heldReasons { extend(by: 1, base, into: &output) }
        damaged += held.count
        held.removeAll(keepingCapacity: true)
        heldReasons.removeAll(keepingCapacity: true)
    }

    private mutating func beginText(into output: inout DeviceOutput) {
        extend(by: held.count, .text, into: &output)
        isText = true
        for byte in held { take(byte, into: &output) }
        held.removeAll(keepingCapacity: true)
        heldReasons.removeAll(keepingCapacity: true)
    }

    private mutating func endText(into output: inout DeviceOutput) {
        guard isText else { return }
        endLine(into: &output)
        isText = false
        tell(into: &output)
    }

    private mutating func take(_ byte: UInt8, into output: inout DeviceOutput) {
        if byte == 0x0D || byte == 0x0A {
            endLine(into: &output)
        } else if line.count < Self.lineMax {
            line.append(byte)
        }
    }

    private mutating func endLine(into output: inout DeviceOutput) {
        guard !line.isEmpty else { return }
        let text = String(decoding: line, as: UTF8.self)
        output.texts.append(Self.withoutSecrets(text))
        line.removeAll(keepingCapacity: true)
    }

    /// HealthyPi v4 prints the Wi-Fi password that it was given.
    private static func withoutSecrets(_ text: String) -> String {
        for label in ["Password:", "SSID:"] where text.hasPrefix(label) {
            return label + " (not shown)"
        }
        return text
    }
}
