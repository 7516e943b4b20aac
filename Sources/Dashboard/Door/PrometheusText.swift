/// The text format of Prometheus, version 0.0.4.
///
/// Source: Prometheus documentation, Exposition formats: HELP escapes backslash and line feed,
///         label values the quotation mark too; one group of lines for each metric.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families {
            let name = family.metric.rawValue
            text += "# HELP \(name) \(escaped(family.metric.help, quotes: false))\n"
            text += "# TYPE \(name) \(family.metric.kind.rawValue)\n"
            for sample in family.samples where sample.value.isFinite {
                text += name + labels(sample.labels) + " " + number(sample.value) + "\n"
            }
        }
        return text
    }

    private static func labels(_ labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The shortest text that reads back as the same number; whole ones without a fraction.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
