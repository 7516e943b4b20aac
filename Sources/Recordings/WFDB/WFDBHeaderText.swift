/// The lines of a header that carry fields, and its comments.
struct WFDBHeaderText {
    struct Line {
        let number: Int
        let text: String
    }

    var lines: [Line] = []
    var comments: [String] = []

    init(_ bytes: some Sequence<UInt8>) {
        let all = String(decoding: Array(bytes), as: UTF8.self)
        var number = 0
        for raw in all.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let text = raw.trimmed
            if text.hasPrefix("#") {
                comments.append(text.dropFirst().trimmed)
            } else if !text.isEmpty {
                lines.append(Line(number: number, text: text))
            }
        }
    }
}
