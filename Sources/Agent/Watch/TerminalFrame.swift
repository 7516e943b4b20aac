/// What a terminal is sent so that it shows the next picture: the lines that have changed.
struct TerminalFrame {
    /// The other screen, without a cursor and without wrapping.
    static let entering = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J"
    /// Everything as it was.
    static let leaving = "\u{1B}[0m\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

    private var shown: [String] = []
    private var size: TerminalSize?
    let usesColour: Bool

    init(usesColour: Bool) { self.usesColour = usesColour }

    /// Empty where nothing has changed.
    mutating func update(to lines: [WatchLine], size: TerminalSize) -> String {
        var text = ""
        if size != self.size {
            text += "\u{1B}[0m\u{1B}[2J"
            shown = []
            self.size = size
        }
        let new = lines.prefix(size.rows)
        let written = new.map { $0.escaped(usesColour: usesColour) }
        for row in 0..<max(written.count, shown.count) {
            let line = row < written.count ? written[row] : ""
            guard row >= shown.count ? !line.isEmpty : line != shown[row] else { continue }
            text += "\u{1B}[\(row + 1);1H" + line
            // Behind the last column it would take the last character away.
            if row >= new.count || new[row].width < size.columns { text += "\u{1B}[K" }
        }
        shown = written
        return text
    }

    /// Nothing of what was sent may be on the screen any more.
    mutating func forget() { size = nil }
}
