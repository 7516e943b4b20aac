/// A configuration as it was written: texts, lists and keyed values with their places.
package struct YAMLValue: Equatable {
    package struct Entry: Equatable {
        package let key: String
        package let place: YAMLPlace
        package let value: YAMLValue
    }

    package indirect enum Content: Equatable {
        /// Plain texts are those without quotation marks.
        case text(String, isPlain: Bool)
        case list([YAMLValue])
        case entries([Entry])
    }

    package let content: Content
    package let place: YAMLPlace

    /// A key with nothing behind it, such as a section of which every line is a comment.
    package var isEmpty: Bool { content == .text("", isPlain: true) }

    /// What it is, for messages.
    package var kind: String {
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
