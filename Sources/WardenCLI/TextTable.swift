/// Columns for people, two spaces between.
enum TextTable {
    static func text(_ rows: [[String]]) -> String {
        let rows = rows.map { $0.map(seen) }
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map {
                $0 + String(repeating: " ", count: $1 - $0.count)
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// Nothing that moves a terminal's cursor, turns the direction of reading or is not seen.
    private static func seen(_ cell: String) -> String {
        String(
            String.UnicodeScalarView(
                cell.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default:
                        scalar.properties.isDefaultIgnorableCodePoint ? "\u{FFFD}" : scalar
                    }
                }))
    }
}
