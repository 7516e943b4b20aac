/// A checked value of one key.
enum SettingValue: Equatable, Sendable {
    case flag(Bool)
    case count(Int)
    case number(Double)
    case text(String)
    /// The word `none`.
    case none
}

/// A value as it was written, in the file or elsewhere.
struct SettingScalar: Equatable, Sendable {
    enum Source: Equatable, Sendable {
        /// Plain texts are those without quotation marks.
        case file(isPlain: Bool, isReadableByOthers: Bool)
        case environment
        /// Relative paths start at the directory.
        case commandLine(workingDirectory: String)
    }

    let text: String
    let source: Source

    /// In a file quotation marks make a number or a truth value a text.
    var isText: Bool {
        if case .file(let isPlain, _) = source { !isPlain } else { false }
    }
}

/// Why a value is not taken: sentences that tell the value and what would be.
struct SettingRefusal: Error, Equatable {
    let text: String

    init(_ text: String) { self.text = text }
}
