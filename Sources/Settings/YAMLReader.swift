import Yams

/// YAML text to values with places. The door to Yams.
package enum YAMLReader {
    /// Lists and groups within each other.
    static let depthMax = 8

    /// What YAML 1.1 would take a word without quotation marks for; nil if for text.
    static func meaningOfPlain(_ word: String) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        return switch Resolver.default.resolveTag(of: Node(word)) {
        case .bool: "a truth value"
        case .int, .float: "a number"
        case .null: "no value"
        case .timestamp: "a date"
        case .merge, .value: "a YAML sign"
        default: nil
        }
    }

    /// - Returns: nil if the text holds no value, only comments perhaps.
    package static func read(_ text: String) throws(YAMLProblem) -> YAMLValue? {
        // A byte order mark is no part of the text.
        let body =
            text.unicodeScalars.first == "\u{FEFF}"
            ? String(text.unicodeScalars.dropFirst()) : text
        try YAMLScreen.check(body)
        do {
            // The encoding is named, or else the library looks for it in the environment.
            let parser = try Parser(yaml: body, resolver: .basic, encoding: .utf8)
            return try parser.singleRoot().map { try value($0, depth: 0) }
        } catch let problem as YAMLProblem {
            throw problem
        } catch let error as YamlError {
            throw problem(error, in: body)
        } catch {
            throw YAMLProblem(place: YAMLPlace(line: 1, column: 1), text: "it is not YAML.")
        }
    }

    private static func value(_ node: Node, depth: Int) throws(YAMLProblem) -> YAMLValue {
        let place = place(node.mark)
        guard depth <= depthMax else {
            throw YAMLProblem(place: place, text: "values are nested deeper than \(depthMax).")
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain
            return YAMLValue(content: .text(scalar.string, isPlain: !isQuoted), place: place)
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            for node in sequence { items.append(try value(node, depth: depth + 1)) }
            return YAMLValue(content: .list(items), place: place)
        case .mapping(let mapping):
            var entries: [YAMLValue.Entry] = []
            for (key, node) in mapping { entries.append(try entry(key, node, depth: depth)) }
            return YAMLValue(content: .entries(entries), place: place)
        case .alias:
            throw YAMLProblem(place: place, text: "aliases (*) are not taken.")
        }
    }

    private static func entry(
        _ key: Node, _ node: Node, depth: Int
    ) throws(YAMLProblem) -> YAMLValue.Entry {
        let name = try value(key, depth: depth + 1)
        guard case .text(let text, _) = name.content else {
            throw YAMLProblem(place: name.place, text: "\(name.kind) is no key. Write key: value.")
        }
        return YAMLValue.Entry(
            key: text, place: name.place, value: try value(node, depth: depth + 1))
    }

    private static func place(_ mark: Mark?) -> YAMLPlace {
        YAMLPlace(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private static func problem(_ error: YamlError, in text: String) -> YAMLProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let around = context.map { "\($0.text.trimmed), " } ?? ""
            return YAMLProblem(
                place: place(mark), text: "it is not YAML: \(around)\(problem.trimmed).")
        case .reader(let problem, let offset, _, _):
            return YAMLProblem(
                place: place(ofCharacter: offset ?? 0, in: text),
                text: "it is not YAML: \(problem.trimmed).")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map(\.quoted).joined(separator: ", ")
            return YAMLProblem(
                place: place(context.mark),
                text: "\(names) stands here more than once. Keep one.")
        default:
            return YAMLProblem(place: YAMLPlace(line: 1, column: 1), text: "it is not YAML.")
        }
    }

    private static func place(ofCharacter offset: Int, in text: String) -> YAMLPlace {
        var place = YAMLPlace(line: 1, column: 1)
        for character in text.prefix(offset) {
            if character.isNewline {
                place = YAMLPlace(line: place.line + 1, column: 1)
            } else {
                place.column += character.unicodeScalars.count
            }
        }
        return place
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text).printable
    }
}
