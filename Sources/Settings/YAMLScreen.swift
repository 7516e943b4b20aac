/// Looks a text over before a YAML parser may see it, and refuses what could make that parser work
/// without bound: aliases in keys, which multiply, and flow collections nested deep.
///
/// It refuses more than it must, never less: a comment is passed over only where nothing but a
/// comment can be, which holds because a quoted text has to end on the line it begins on.
struct YAMLScreen {
    /// `[` and `{` within each other.
    static let depthMax = 8

    private var depth = 0

    /// - Throws: the first thing refused.
    static func check(_ text: String) throws(YAMLProblem) {
        var screen = YAMLScreen()
        var line: [Unicode.Scalar] = []
        var number = 1
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { last = scalar }
            if scalar == "\n" && last == "\r" { continue }
            if isBreak(scalar) {
                try screen.check(line, number: number)
                line.removeAll(keepingCapacity: true)
                number += 1
            } else {
                line.append(scalar)
            }
        }
        try screen.check(line, number: number)
    }

    private mutating func check(
        _ line: [Unicode.Scalar], number: Int
    ) throws(YAMLProblem) {
        if line.first(where: { !Self.isBlank($0) }) == "#" { return }
        // Whether it is known what is quoted. A mark behind "key: " always begins a quoted text;
        // another may be a part of a word, and from there on nothing is passed over.
        var isSure = true
        var index = 0
        while index < line.count {
            let begins = index == 0 || Self.isBeforeWord(line[index - 1])
            switch line[index] {
            case "#" where isSure && index > 0 && Self.isBlank(line[index - 1]): return
            case "\"" where begins, "'" where begins:
                guard let end = Self.end(ofQuoteAt: index, in: line) else {
                    throw YAMLProblem(
                        place: YAMLPlace(line: number, column: index + 1),
                        text: "the quotation mark is not closed on its line.")
                }
                if isSure && Self.isBehindKey(index, in: line) {
                    index = end
                } else {
                    isSure = false
                }
            case "[", "{": depth += 1
            case "]" where isSure, "}" where isSure: depth = max(0, depth - 1)
            default: break
            }
            if let refusal = refusal(at: index, in: line, begins: begins) {
                throw YAMLProblem(
                    place: YAMLPlace(line: number, column: index + 1), text: refusal)
            }
            index += 1
        }
    }

    private func refusal(at index: Int, in line: [Unicode.Scalar], begins: Bool) -> String? {
        let next = index + 1 < line.count ? line[index + 1] : " "
        switch line[index] {
        case "[" where depth > Self.depthMax, "{" where depth > Self.depthMax:
            return "brackets are nested deeper than \(Self.depthMax)."
        case "&" where begins && Self.isName(next), "*" where begins && Self.isName(next):
            return "anchors (&) and aliases (*) are not taken. Write the value out."
        case "!" where begins: return "tags (!) are not taken. Write the value alone."
        case "?" where begins && Self.isBlank(next):
            return "keys that begin with ? are not taken. Write key: value."
        default: return nil
        }
    }

    /// Where a quoted text that begins there ends, if it does on its line.
    private static func end(ofQuoteAt start: Int, in line: [Unicode.Scalar]) -> Int? {
        let mark = line[start]
        var index = start + 1
        while index < line.count {
            if mark == "\"" && line[index] == "\\" {
                index += 2
            } else if line[index] != mark {
                index += 1
            } else if mark == "'" && index + 1 < line.count && line[index + 1] == mark {
                index += 2
            } else {
                return index
            }
        }
        return nil
    }

    private static func isBehindKey(_ index: Int, in line: [Unicode.Scalar]) -> Bool {
        let before = line[..<index]
        guard let last = before.last, isBlank(last) else { return false }
        return before.last(where: { !isBlank($0) }) == ":"
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t"
    }

    /// A token of YAML can begin behind these.
    private static func isBeforeWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "[", "]", "{", "}", ",", ":", "?", "\"", "'", "\u{FEFF}": true
        default: isBlank(scalar)
        }
    }

    /// libyaml, and so Yams, names anchors with letters, digits, `_` and `-` only.
    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
