/// Numbers and words as a terminal shows them.
public enum Text {
    /// `1:02:03` of a number of seconds.
    public static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "—" }
        let whole = Int(max(0, min(seconds, 1e9)).rounded(.down))
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        return "\(hours):\(two(minutes)):\(two(rest))"
    }

    /// `1 edit`, `2 edits`.
    public static func count(_ count: Int, _ one: String) -> String {
        "\(count) \(one)\(count == 1 ? "" : "s")"
    }

    /// Fixed-point number, an em dash for what is no number.
    public static func number(_ value: Double, digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "—" }
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        let scaled = Int64((abs(value) * factor).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(scaled)" }
        let whole = scaled / Int64(factor)
        let fraction = String(scaled % Int64(factor))
        return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count)
            + fraction
    }

    /// On one line and without control characters, which a file's name or header may hold.
    public static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    isSeen($0) ? $0 : "\u{FFFD}"
                }))
    }

    /// No control, no end of a line, nothing that turns the direction of reading or is not seen.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    public static func percent(_ share: Double) -> String { number(100 * share, digits: 0) }

    public static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    public static func padLeft(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// The course of a series in at most 60 block characters, lowest to highest.
    public static func sparkline(_ values: [Double]) -> String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        let every = max(1, (values.count + 59) / 60)
        let means = stride(from: 0, to: values.count, by: every).map { start in
            let slice = values[start..<min(start + every, values.count)]
            return slice.reduce(0, +) / Double(slice.count)
        }
        guard let low = means.min(), let high = means.max() else { return "" }
        guard high > low else { return String(repeating: "▄", count: means.count) }
        return String(
            means.map { blocks[min(7, Int(($0 - low) / (high - low) * 8))] })
    }

    /// `signalLost` as `signal lost`.
    static func spaced(_ camelCase: String) -> String {
        camelCase.reduce(into: "") { text, character in
            text += character.isUppercase ? " " + character.lowercased() : String(character)
        }
    }

    static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
