import Publishing

/// An event's headers in one column: `Name: value`, one a line. Neither part holds a line feed,
/// as `OutgoingEvent.Header` sees to.
enum HeaderText {
    static func text(of headers: [OutgoingEvent.Header]) -> String {
        headers.map { "\($0.name): \($0.value)\n" }.joined()
    }

    static func headers(of text: String) -> [OutgoingEvent.Header] {
        text.split(separator: "\n").compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return OutgoingEvent.Header(
                name: String(line[..<colon]),
                value: String(line[line.index(after: colon)...].dropFirst()))
        }
    }
}
