public import Biosignals
import Recordings

/// Samples of several channels, each at its own rate, as a table of text: a row for each instant at
/// which any channel has a sample.
///
/// Times are index / rate, in seconds, increasing; numbers are the shortest that read back as the
/// same value. Memory: a row waits until every channel has come as far, or another is `patience`
/// ahead, so half a minute of samples at most.
public struct SampleTable: Sendable {
    public enum Format: Sendable {
        /// `time_s`, then one column per channel; cells without a sample are empty.
        case csv
        /// One object a row, with the keys that have a sample.
        case jsonLines
    }

    /// The first line with its end; empty where rows say themselves what they hold.
    public let header: String

    private struct Lane: Sendable {
        let rate: Double
        let column: String
        /// Samples that wait, from `next` on, those given out cut off now and then.
        var samples: [(index: Int, value: Double)] = []
        var next = 0
        /// Where the samples known so far end, in seconds.
        var end = 0.0

        var seconds: Double? { next < samples.count ? Double(samples[next].index) / rate : nil }
    }

    private let format: Format
    private var lanes: [Lane]

    /// Seconds that a row waits for a channel that is behind the others.
    static let patience = 30.0
    /// Times that differ by less are one instant; rates such as 1,000 / 14 do not divide exactly.
    private static let instant = 1e-9

    public init(channels: [Channel], format: Format = .csv) {
        self.format = format
        lanes = channels.map { channel in
            Lane(rate: channel.rate.value, column: CSVColumnName.heading(of: channel))
        }
        switch format {
        case .csv:
            header = (["time_s"] + lanes.map { Self.cell($0.column) }).joined(separator: ",") + "\n"
        case .jsonLines: header = ""
        }
    }

    /// Takes the next samples; gives back the rows that are complete, each with its line's end.
    ///
    /// - Precondition: each channel's samples come in order.
    public mutating func append(_ blocks: [SignalBlock]) -> String {
        for block in blocks {
            for (offset, value) in block.samples.enumerated() {
                lanes[block.channel].samples.append((block.start + offset, value))
            }
            lanes[block.channel].end = Double(block.end) / lanes[block.channel].rate
        }
        let furthest = lanes.reduce(0) { max($0, $1.end) }
        let slowest = lanes.reduce(furthest) { min($0, $1.end) }
        return rows(before: max(slowest, furthest - Self.patience))
    }

    /// The rows before an instant that every channel has reached, even if it had no sample there.
    public mutating func rows(before seconds: Double) -> String {
        var text = ""
        while let time = lanes.compactMap(\.seconds).min(), time < seconds - Self.instant {
            appendRow(at: time, to: &text)
        }
        return text
    }

    /// No more samples will come: the rows that waited.
    public mutating func finish() -> String { rows(before: .infinity) }

    private mutating func appendRow(at time: Double, to text: inout String) {
        text += format == .csv ? "\(Self.number(time))" : "{\"time_s\":\(Self.number(time))"
        for lane in lanes.indices {
            var value: Double?
            if let seconds = lanes[lane].seconds, seconds - time < Self.instant {
                value = take(lane)
            }
            switch format {
            case .csv:
                text += ","
                if let value { text += Self.number(value) }
            case .jsonLines:
                if let value {
                    text += ",\(Self.string(lanes[lane].column)):\(Self.number(value))"
                }
            }
        }
        text += format == .csv ? "\n" : "}\n"
    }

    private mutating func take(_ lane: Int) -> Double {
        let value = lanes[lane].samples[lanes[lane].next].value
        lanes[lane].next += 1
        if lanes[lane].next >= 1_024, 2 * lanes[lane].next >= lanes[lane].samples.count {
            lanes[lane].samples.removeFirst(lanes[lane].next)
            lanes[lane].next = 0
        }
        return value
    }

    /// Whole numbers without a point.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return "\(whole)" }
        return "\(value)"
    }

    private static func cell(_ text: String) -> String {
        // Semicolon and tab as well: a reader that finds more of them takes them for the delimiter.
        guard text.unicodeScalars.contains(where: { ",\";\t".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func string(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let code = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
