import TestKit
import Testing

@testable import Agent

struct TerminalFrameTests {
    private let size = TerminalSize(columns: 10, rows: 3)

    private func lines(_ texts: [String]) -> [WatchLine] { texts.map { WatchLine($0, .strong) } }

    /// After every update the screen shows the lines, also full ones, and nothing of the ones before.
    @Test(arguments: [true, false]) func theScreenShowsTheLines(_ usesColour: Bool) {
        var frame = TerminalFrame(usesColour: usesColour)
        var terminal = TestTerminal(columns: 10, rows: 3)
        for texts in [
            ["one", "0123456789", "⠞⢦ ⢠"], ["one", "two"], ["0123456789"], ["", "x", "y"],
        ] {
            let update = frame.update(to: lines(texts), size: size)
            #expect(update.contains("\u{1B}[1m") == (usesColour && texts != [""]))
            terminal.feed(Array(update.utf8))
            let shown = terminal.lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
            #expect(shown == texts + Array(repeating: "", count: 3 - texts.count))
            #expect(terminal.complaints.isEmpty)
        }
    }

    @Test func onlyWhatHasChangedIsSent() {
        var frame = TerminalFrame(usesColour: false)
        _ = frame.update(to: lines(["one", "two"]), size: size)
        #expect(frame.update(to: lines(["one", "two"]), size: size) == "")
        #expect(
            frame.update(to: lines(["one", "three"]), size: size) == "\u{1B}[2;1Hthree\u{1B}[K")
        let other = TerminalSize(columns: 9, rows: 3)
        #expect(frame.update(to: lines(["one"]), size: other).contains("\u{1B}[2J"))
        frame.forget()
        #expect(frame.update(to: lines(["one"]), size: other).contains("\u{1B}[2J"))
    }

    @Test func whatIsTakenIsGivenBack() {
        var terminal = TestTerminal()
        terminal.feed(Array(TerminalFrame.entering.utf8))
        #expect(terminal.modes == [1_049])
        terminal.feed(Array(TerminalFrame.leaving.utf8))
        #expect(terminal.modes == [7, 25])
        #expect(terminal.complaints.isEmpty)
    }
}
