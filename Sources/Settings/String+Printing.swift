extension String {
    /// Without control characters, so that a line stays a line.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map {
                    switch $0.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "?"
                    default: $0.properties.isDefaultIgnorableCodePoint ? "?" : $0
                    }
                }))
    }

    /// Printable and cut to a length that fits a line.
    var shortened: String {
        let head = String(String.UnicodeScalarView(unicodeScalars.prefix(61))).printable
        return head.unicodeScalars.count > 60
            ? "\(String(String.UnicodeScalarView(head.unicodeScalars.prefix(60))))…" : head
    }

    /// In quotes, printable, cut to a length that fits a line.
    package var quoted: String { "\"\(shortened)\"" }
}

extension Double {
    /// The shortest text that reads back as the same number, whole numbers without a point.
    var plainText: String {
        rounded() == self && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
    }
}
