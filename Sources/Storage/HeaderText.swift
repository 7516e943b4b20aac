import Publishing

/// An event's headers in one column: `Name: value`, one a line. Neither part holds a line feed,
/// as `OutgoingEvent.Header` sees to.
enum HeaderText {
    static func text(of headers: [OutgoingEvent.Header]) -> String {
        headers.map { "\($0.name): \($0.value)\n" }.joined()
    }

    /// By bytes: to look for letters in a signature took longer than all else about reading an event.
    static func headers(of text: String) -> [OutgoingEvent.Header] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return OutgoingEvent.Header(
                name: String(Substring(line[..<colon])),
                value: String(Substring(line[line.index(after: colon)...].dropFirst())))
        }
    }
}
