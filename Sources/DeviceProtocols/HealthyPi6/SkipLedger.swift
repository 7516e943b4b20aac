/// Books every byte that belongs to no frame, in runs of one reason, and collects the text among
/// them. What it books does not depend on how the stream was cut; memory is bounded.
struct SkipLedger: Sendable {
    /// The run that is not told yet.
    private var runStart = 0
    private var runCount = 0
    private var runReason = SkippedBytes.Reason.noFrame
    /// Printable bytes behind the run that are too few so far to be text.
    private var printable: [UInt8] = []
    private var isInText = false
    private var line: [UInt8] = []

    /// A longer run is told in pieces, so that noise without end is heard of.
    private static let runMax = 4_096
    /// So many printable bytes in a row are text.
    private static let textMin = 8
    private static let lineMax = 200

    /// - Parameters:
    ///   - bytes: the skipped ones; they follow those skipped before, unless it was closed between.
    ///   - offset: of the first, in the stream.
    mutating func skip(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, because reason: SkippedBytes.Reason,
        into output: inout DeviceOutput
    ) {
        if runCount == 0, printable.isEmpty { runStart = offset }
        if reason == .noFrame {
            for byte in bytes { scan(byte, &output) }
        } else {
            settle(&output)
            extend(by: bytes.count, reason, &output)
        }
    }

    /// A frame follows, or the end: what waited is told.
    mutating func close(into output: inout DeviceOutput) {
        guard runCount > 0 || !printable.isEmpty || isInText else { return }
        settle(&output)
        tell(&output)
    }

    private mutating func scan(_ byte: UInt8, _ output: inout DeviceOutput) {
        let isPrintable = (0x20...0x7E).contains(byte) || (0x09...0x0D).contains(byte)
        if !isPrintable {
            settle(&output)
            extend(by: 1, .noFrame, &output)
        } else if isInText {
            extend(by: 1, .text, &output)
            write(byte, &output)
        } else {
            printable.append(byte)
            guard printable.count == Self.textMin else { return }
            isInText = true
            extend(by: printable.count, .text, &output)
            for byte in printable { write(byte, &output) }
            printable.removeAll(keepingCapacity: true)
        }
    }

    /// Printable bytes that never became text are none, and a line that breaks off ends.
    private mutating func settle(_ output: inout DeviceOutput) {
        if !printable.isEmpty { extend(by: printable.count, .noFrame, &output) }
        printable.removeAll(keepingCapacity: true)
        endLine(&output)
        isInText = false
    }

    private mutating func extend(
        by count: Int, _ reason: SkippedBytes.Reason, _ output: inout DeviceOutput
    ) {
        if reason != runReason { tell(&output) }
        runReason = reason
        var left = count
        while runCount &+ left >= Self.runMax {
            left &-= Self.runMax &- runCount
            runCount = Self.runMax
            tell(&output)
        }
        runCount &+= left
    }

    private mutating func tell(_ output: inout DeviceOutput) {
        guard runCount > 0 else { return }
        output.skips.append(SkippedBytes(offset: runStart, count: runCount, reason: runReason))
        runStart &+= runCount
        runCount = 0
    }

    private mutating func write(_ byte: UInt8, _ output: inout DeviceOutput) {
        if byte == 0x0A || byte == 0x0D {
            endLine(&output)
        } else {
            line.append(byte)
            if line.count == Self.lineMax { endLine(&output) }
        }
    }

    private mutating func endLine(_ output: inout DeviceOutput) {
        if !line.isEmpty { output.texts.append(String(decoding: line, as: UTF8.self)) }
        line.removeAll(keepingCapacity: true)
    }
}
