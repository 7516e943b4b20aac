public import DeviceProtocols

/// What decoding a device's bytes came to, for people.
public struct DecodingTally: Sendable {
    public private(set) var frames = 0
    private var skipped: [SkippedBytes.Reason: Int] = [:]
    private var lost: [DeviceLoss.Cause: Int] = [:]
    private var texts: [String] = []
    private var reports: [DeviceReport.Quantity: Int] = [:]
    private var marks = 0

    /// Lines of a device's own text that are shown.
    private static let textsMax = 5

    public init() {}

    public mutating func add(_ output: DeviceOutput) {
        frames += output.frames
        for skip in output.skips { skipped[skip.reason, default: 0] += skip.count }
        for loss in output.losses { lost[loss.cause, default: 0] += loss.samples.count }
        for text in output.texts where texts.count < Self.textsMax { texts.append(text) }
        for report in output.reports { reports[report.quantity, default: 0] += 1 }
        marks += output.marks.count
    }

    /// One sentence fragment a line; no measure is in them.
    public var lines: [String] {
        var lines = ["\(frames) frames"]
        for (reason, count) in skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("\(count) bytes skipped: \(reason.rawValue)")
        }
        for (cause, count) in lost.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("\(count) samples missing: \(cause.rawValue)")
        }
        for text in texts { lines.append("the device says: \(text)") }
        for (quantity, count) in reports.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("the device told its own \(quantity.rawValue) \(count) times")
        }
        if marks > 0 { lines.append("\(marks) button marks") }
        return lines
    }
}
