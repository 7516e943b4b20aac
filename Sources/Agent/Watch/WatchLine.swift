/// One line of text in pieces, each with its tone.
struct WatchLine: Equatable {
    struct Part: Equatable {
        let text: String
        let tone: WatchTone
    }

    private(set) var parts: [Part] = []

    init() {}

    init(_ text: String, _ tone: WatchTone = .plain) { append(text, tone) }

    mutating func append(_ text: String, _ tone: WatchTone = .plain) {
        let clean = Self.clean(text)
        if !clean.isEmpty { parts.append(Part(text: clean, tone: tone)) }
    }

    mutating func append(_ line: WatchLine) { parts += line.parts }

    /// Without tones.
    var plain: String { parts.map(\.text).joined() }

    /// Columns that it takes.
    var width: Int { parts.reduce(0) { $0 + Self.width(of: $1.text) } }

    /// The same in at most so many columns; what is cut off is an ellipsis.
    func fitted(to columns: Int) -> WatchLine {
        guard width > columns else { return self }
        guard columns > 0 else { return WatchLine() }
        var (line, left) = (WatchLine(), columns - 1)
        for part in parts {
            var kept = ""
            for character in part.text {
                let width = Self.width(of: character)
                guard width <= left else {
                    line.parts.append(Part(text: kept + "…", tone: part.tone))
                    return line
                }
                left -= width
                kept.append(character)
            }
            line.parts.append(Part(text: kept, tone: part.tone))
        }
        return line
    }

    /// One piece at the left edge, one at the right; where there is no room for both, the left.
    static func spread(_ left: WatchLine, _ right: WatchLine, columns: Int) -> WatchLine {
        let room = columns - left.width - right.width
        guard room >= 2 else { return left.fitted(to: columns) }
        var line = left
        line.append(String(repeating: " ", count: room))
        line.append(right)
        return line
    }

    /// Items side by side in at most so many lines; what does not fit is left out, the first never.
    static func wrapped(_ items: [WatchLine], columns: Int, linesMax: Int) -> [WatchLine] {
        var lines: [WatchLine] = []
        for item in items {
            if let last = lines.last, last.width + 3 + item.width <= columns {
                lines[lines.count - 1].append("   ")
                lines[lines.count - 1].append(item)
            } else if lines.count < linesMax {
                lines.append(item.fitted(to: columns))
            }
        }
        return lines
    }

    /// As a terminal takes it; it ends in the terminal's own tone.
    func escaped(usesColour: Bool) -> String {
        parts.map { part in
            guard usesColour, let code = part.tone.code else { return part.text }
            return "\u{1B}[\(code)m\(part.text)\u{1B}[0m"
        }.joined()
    }

    /// Names and texts come from files and boards: nothing in them moves the cursor, or turns the
    /// writing around.
    private static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate:
                scalars.append("\u{FFFD}")
            case .format: break
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    static func width(of text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    private static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    /// East Asian wide and full-width characters, and pictures.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
