import Settings
import Trust

extension RolesReader {
    mutating func complain(
        _ text: String, _ key: String?, _ place: YAMLPlace = YAMLPlace(line: 1, column: 1)
    ) {
        problems.append(
            RolesProblem(key: key, line: place.line, column: place.column, text: text))
    }

    func entry(_ name: String, _ entries: [YAMLValue.Entry]) -> YAMLValue.Entry? {
        entries.first { $0.key == name }
    }

    mutating func require(
        _ name: String, _ entries: [YAMLValue.Entry], _ parent: String?, _ place: YAMLPlace
    ) -> YAMLValue.Entry? {
        if let found = entry(name, entries) { return found }
        complain("the key \(name) is missing.", parent, place)
        return nil
    }

    mutating func refuseUnknown(
        _ entries: [YAMLValue.Entry], among names: [String], under parent: String?
    ) {
        for entry in entries where !names.contains(entry.key) {
            let key = (parent.map { "\($0)." } ?? "") + entry.key
            complain(unknown(entry.key, names), key, entry.place)
        }
    }

    func unknown(_ name: String, _ names: [String]) -> String {
        KeySuggestion.nearest(to: name, among: names)
            .map { "there is no such key. Did you mean \($0)?" }
            ?? "there is no such key. The keys here: \(names.joined(separator: ", "))."
    }

    mutating func entries(of entry: YAMLValue.Entry, _ key: String) -> [YAMLValue.Entry] {
        if case .entries(let entries) = entry.value.content { return entries }
        if !entry.value.isEmpty {
            complain("this is \(entry.value.kind). Write a group of keys.", key, entry.value.place)
        }
        return []
    }

    mutating func single(_ entry: YAMLValue.Entry, _ key: String) -> String? {
        if case .text(let text, _) = entry.value.content, !text.isEmpty { return text }
        complain("this is \(entry.value.kind). Write a single value.", key, entry.value.place)
        return nil
    }

    mutating func list(
        _ entry: YAMLValue.Entry, _ key: String
    ) -> [(text: String, place: YAMLPlace)] {
        if entry.value.isEmpty { return [] }
        guard case .list(let items) = entry.value.content else {
            complain("this is \(entry.value.kind). Write a list.", key, entry.value.place)
            return []
        }
        return items.compactMap { item in
            if case .text(let text, _) = item.content { return (text, item.place) }
            complain("this is \(item.kind). Write a single value.", key, item.place)
            return nil
        }
    }

    /// One of an enum's words.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type, _ entry: YAMLValue.Entry, _ key: String
    ) -> Word? where Word.RawValue == String {
        guard let text = single(entry, key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let advice =
            KeySuggestion.nearest(to: text, among: words).map { "Did you mean \($0)?" }
            ?? "Write one of: \(words.joined(separator: ", "))."
        complain("\(text.quoted) is not known. \(advice)", key, entry.value.place)
        return nil
    }

    mutating func count(
        _ entry: YAMLValue.Entry, _ key: String, _ range: ClosedRange<Int>
    ) -> Int? {
        guard let text = single(entry, key) else { return nil }
        if let value = Int(text), range.contains(value) { return value }
        complain(
            "\(text.quoted) is not a whole number from \(range.lowerBound) to "
                + "\(range.upperBound).", key, entry.value.place)
        return nil
    }

    /// A subject with `<name>` and `<label>` still in it.
    mutating func subject(_ text: String, _ key: String, _ place: YAMLPlace) -> PlacedSubject? {
        let subject = Subject(text)
        for (index, token) in subject.tokens.enumerated() {
            if let fault = Self.fault(token, isLast: index == subject.tokens.count - 1) {
                complain("\(text.quoted) is no subject: \(fault)", key, place)
                return nil
            }
        }
        if let wide = subject.tokens.first, wide == ">" || subject.tokens.count == 1 && wide == "*"
        {
            complain("\(text.quoted) is everything. Name the subjects.", key, place)
            return nil
        }
        if ["$SYS", "$JS", "$KV", "$O", "_INBOX", "_R_"].contains(subject.tokens[0])
            || subject.tokens[0].hasPrefix("_INBOX")
        {
            complain("\(text.quoted) belongs to the broker, which gives it where due.", key, place)
            return nil
        }
        return PlacedSubject(subject: subject, key: key, place: place)
    }

    private static func fault(_ token: String, isLast: Bool) -> String? {
        if token.isEmpty { return "a part between two points is empty." }
        if ["*", "<name>", "<label>"].contains(token) { return nil }
        if token == ">" { return isLast ? nil : "> stands only at the end." }
        let isPlain = token.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !#"*><"\"#.utf8.contains($0)
        }
        return isPlain
            ? nil : "a part is letters, digits and signs, or *, >, <name>, <label> alone."
    }
}
