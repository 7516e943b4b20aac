/// A configuration as it was written: texts, lists and keyed values with their places.
struct YAMLValue: Equatable {
    struct Entry: Equatable {
        let key: String
        let place: YAMLPlace
        let value: YAMLValue
    }

    indirect enum Content: Equatable {
        /// Plain texts are those without quotation marks.
        case text(String, isPlain: Bool)
        case list([YAMLValue])
        case entries([Entry])
    }

    let content: Content
    let place: YAMLPlace

    /// A key with nothing behind it, such as a section of which every line is a comment.
    var isEmpty: Bool { content == .text("", isPlain: true) }

    /// What it is, for messages.
    var kind: String {
        switch content {
        case .text: "a single value"
        case .list: "a list"
        case .entries: "a group of keys"
        }
    }
}

extension YAMLValue {
    func isWord(_ word: String) -> Bool {
        if case .text(let text, _) = content { text == word } else { false }
    }
}
