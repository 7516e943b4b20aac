import Acquisition
import Glibc
import Testing

@testable import Agent

struct TerminalOutputTests {
    /// A terminal that nobody reads takes some kilobytes; then nothing waits for it.
    @Test func aTerminalThatTakesNothingHoldsNobodyUp() throws {
        let terminal = try PseudoTerminal()
        let end = open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(end) }
        let output = TerminalOutput(end)
        #expect(output.size == .usual)
        let text = String(repeating: "0123456789", count: 10_000)
        output.send(text)
        #expect(!output.isIdle)
        output.flush(withinMilliseconds: 20)
        #expect(!output.isIdle)
        var taken: [UInt8] = []
        while !output.isIdle {
            terminal.read(into: &taken)
            output.flush()
        }
        while taken.count < text.utf8.count { terminal.read(into: &taken) }
        #expect(taken == Array(text.utf8))
    }

    @Test func theSizeIsTheTerminals() throws {
        let terminal = try PseudoTerminal()
        let end = open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(end) }
        var size = winsize(ws_row: 30, ws_col: 65_000, ws_xpixel: 0, ws_ypixel: 0)
        #expect(ioctl(end, UInt(TIOCSWINSZ), &size) == 0)
        #expect(TerminalOutput(end).size == TerminalSize(columns: 1_000, rows: 30))
    }

    /// Who has gone takes nothing, and is not waited for.
    @Test func aTerminalThatHasGoneTakesEverything() throws {
        let terminal = try PseudoTerminal()
        let end = open(terminal.path, O_RDWR | O_NOCTTY)
        defer { close(end) }
        let output = TerminalOutput(end)
        terminal.close()
        output.send("x")
        #expect(output.isIdle)
    }
}
