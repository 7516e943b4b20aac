/// A path cut into its parts, as text.
struct PathName: Equatable {
    let text: String

    init(_ text: String) { self.text = text }

    /// With the closing slash; empty for a bare file name.
    var folder: String {
        text.lastIndex(of: "/").map { String(text[...$0]) } ?? ""
    }

    var fileName: String { String(text.dropFirst(folder.count)) }

    /// Lower case, without the dot; empty if there is none.
    var suffix: String {
        guard let dot = fileName.lastIndex(of: "."), dot > fileName.startIndex else { return "" }
        return fileName[fileName.index(after: dot)...].lowercased()
    }

    var withoutSuffix: String {
        suffix.isEmpty ? text : String(text.dropLast(suffix.count + 1))
    }
}
