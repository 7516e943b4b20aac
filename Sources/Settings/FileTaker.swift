/// Carries what a configuration file says into a draft.
struct FileTaker {
    let file: ConfigurationFile
    let boards: [String]
    var draft: SettingsDraft
    var sources: [SourceDraft]?

    init(_ file: ConfigurationFile, boards: [String], draft: SettingsDraft) {
        self.file = file
        self.boards = boards
        self.draft = draft
    }

    mutating func take() {
        let start = draft.problems.count
        do throws(YAMLProblem) {
            if let root = try YAMLReader.read(file.text), !root.isEmpty { takeRoot(root) }
        } catch {
            draft.complain(error.text, at: origin(error.place))
        }
        draft.sortProblems(from: start)
    }

    private mutating func takeRoot(_ root: YAMLValue) {
        guard case .entries(let sections) = root.content else {
            let origin = origin(root.place)
            return draft.complain(
                "the file holds \(root.kind). Write groups of keys, such as recording:.",
                at: origin)
        }
        for section in sections { takeSection(section) }
    }

    private mutating func takeSection(_ entry: YAMLValue.Entry) {
        if entry.key == "sources" { return takeSources(entry) }
        guard let section = SettingTable.sections.first(where: { $0.name == entry.key }) else {
            let origin = origin(entry.place)
            if SettingTable.laterSections.contains(entry.key) {
                return draft.complain(
                    "this version reads nothing in this group. Remove it.", about: entry.key,
                    at: origin)
            }
            let names = SettingTable.sections.map(\.name) + ["sources"]
            return draft.complain(unknown(entry.key, names), about: entry.key.shortened, at: origin)
        }
        for entry in keys(of: entry.value, key: section.name) {
            let key = "\(section.name).\(entry.key)"
            if let field = section.fields.first(where: { $0.name == entry.key }) {
                guard let scalar = scalar(entry.value, key: key) else { continue }
                draft.take(scalar, for: field, key: key, from: origin(entry.value.place))
            } else {
                let text = unknown(entry.key, section.fields.map(\.name))
                draft.complain(text, about: key.shortened, at: origin(entry.place))
            }
        }
    }

    /// The entries of a group; one without any is a group of which every line is a comment.
    mutating func keys(of value: YAMLValue, key: String) -> [YAMLValue.Entry] {
        if case .entries(let entries) = value.content { return entries }
        if !value.isEmpty {
            draft.complain(
                "this is \(value.kind). Write a group of keys.", about: key,
                at: origin(value.place))
        }
        return []
    }

    mutating func scalar(_ value: YAMLValue, key: String) -> SettingScalar? {
        guard case .text(let text, let isPlain) = value.content else {
            draft.complain(
                "this is \(value.kind). Write a single value.", about: key,
                at: origin(value.place))
            return nil
        }
        return SettingScalar(
            text: text,
            source: .file(isPlain: isPlain, isReadableByOthers: file.isReadableByOthers))
    }

    func unknown(_ name: String, _ names: [String]) -> String {
        let elsewhere = SettingTable.keys.filter { $0.hasSuffix(".\(name)") }
        let guess = KeySuggestion.nearest(to: name, among: names) ?? elsewhere.first
        let advice =
            guess.map { "Did you mean \($0)?" }
            ?? "The keys here: \(names.joined(separator: ", "))."
        return "there is no such key. \(advice)"
    }

    func origin(_ place: YAMLPlace) -> SettingsOrigin {
        .file(path: file.path, line: place.line, column: place.column)
    }
}
