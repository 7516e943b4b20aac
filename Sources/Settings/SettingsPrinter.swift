/// Settings as the file that would give them, each with its origin in a comment.
struct SettingsPrinter {
    private struct Line {
        let text: String
        let comment: String?
    }

    /// A value that is longer has its comment right behind it.
    private static let columnMax = 56

    private let loaded: LoadedSettings
    private var lines: [Line] = []

    init(_ loaded: LoadedSettings) {
        self.loaded = loaded
        for section in SettingTable.sections {
            append(section)
            if section.name == "agent" { appendSources() }
        }
    }

    var text: String {
        let widths = lines.filter { $0.comment != nil }.map(\.text.unicodeScalars.count)
        let column = min(widths.max() ?? 0, Self.columnMax)
        return lines.map { line in
            guard let comment = line.comment else { return line.text + "\n" }
            let gap = max(0, column - line.text.unicodeScalars.count)
            return line.text + String(repeating: " ", count: gap) + "  # \(comment)\n"
        }.joined()
    }

    private mutating func append(_ section: SettingTable.Section) {
        lines.append(Line(text: "\(section.name):", comment: nil))
        for field in section.fields {
            let key = "\(section.name).\(field.name)"
            var value = field.get(loaded.settings)
            var comment = origin(key)
            if key == "publish.broker", case .text(let text) = value,
                let address = try? BrokerAddress(text), address.hasLogin
            {
                value = .text(address.withoutLogin)
                comment += ", login not shown"
            }
            lines.append(Line(text: "  \(field.name): \(Self.yaml(value))", comment: comment))
        }
    }

    private mutating func appendSources() {
        lines.append(Line(text: "sources:", comment: nil))
        for (index, source) in loaded.settings.sources.enumerated() {
            let key = "sources[\(index)]"
            for (position, field) in SettingTable.source(boards: []).enumerated() {
                let value = Self.yaml(field.get(source))
                lines.append(
                    Line(
                        text: "\(position == 0 ? "  - " : "    ")\(field.name): \(value)",
                        comment: origin("\(key).\(field.name)")))
            }
            append(source.calibration, comment: origin("\(key).calibration"))
        }
    }

    private mutating func append(_ calibration: ConductanceCalibration?, comment: String) {
        guard let calibration else {
            lines.append(Line(text: "    calibration: none", comment: comment))
            return
        }
        lines.append(Line(text: "    calibration:", comment: comment))
        for point in [calibration.first, calibration.second] {
            lines.append(Line(text: "      - counts: \(point.counts.plainText)", comment: nil))
            lines.append(
                Line(
                    text: "        microsiemens: \(point.microsiemens.plainText)", comment: nil))
        }
    }

    private func origin(_ key: String) -> String {
        (loaded.origins[key] ?? .standard).description
    }

    private static func yaml(_ value: SettingValue) -> String {
        switch value {
        case .flag(let flag): "\(flag)"
        case .count(let count): "\(count)"
        case .number(let number): number.plainText
        case .text(let text): yaml(text)
        case .none: "none"
        }
    }

    /// Plain where YAML takes it for text and nothing else, or else in quotation marks with every
    /// sign escaped that could mean something.
    private static func yaml(_ text: String) -> String {
        func isWord(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", "@": true
            default: false
            }
        }
        let scalars = Array(text.unicodeScalars)
        let isPlain = scalars.indices.allSatisfy { index in
            if isWord(scalars[index]) { return index > 0 || scalars[index] != "@" }
            // A colon inside a word is no sign: nats://host:4222.
            return scalars[index] == ":" && index > 0 && index + 1 < scalars.count
        }
        if isPlain, scalars.first != "-", YAMLReader.meaningOfPlain(text) == nil { return text }
        let inner = scalars.map { scalar in
            if isWord(scalar) || scalar == " " || scalar == ":" || scalar == "," {
                return String(scalar)
            }
            if scalar.value >= 0xA0 { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\x" + (digits.count < 2 ? "0" : "") + digits
        }
        return "\"\(inner.joined())\""
    }
}
