import Acquisition
import Foundation
import Glibc
import TestKit
import Testing

/// The live view of `replay` on a pseudo-terminal, the way a person sees it.
@Suite struct WatchTests {
    /// A program whose stderr is a terminal.
    private final class Watched {
        let program: Program
        private let board: PseudoTerminal
        private let end: FileHandle
        private(set) var terminal: TestTerminal
        private(set) var bytes: [UInt8] = []

        init(
            _ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 24,
            environment: [String: String] = [:]
        ) throws {
            board = try PseudoTerminal()
            let descriptor = open(board.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
            end = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            #expect(ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0)
            terminal = TestTerminal(columns: Int(columns), rows: Int(rows))
            program = try Program(
                "healthypi-agent", arguments,
                environment: ["TERM": "xterm-256color", "NO_COLOR": ""].merging(environment) { $1 },
                terminal: end)
        }

        /// What the screen shows once it is as wanted, or when the program has ended.
        func screen(_ isWanted: (String) -> Bool) -> String {
            _ = awaitCondition(within: .seconds(60)) {
                read()
                return isWanted(terminal.text) || !program.isRunning
            }
            return terminal.text
        }

        func read() {
            let before = bytes.count
            board.read(into: &bytes)
            terminal.feed(Array(bytes[before...]))
        }

        /// Its end; the terminal takes everything until then.
        func finish() throws -> Program.Outcome {
            _ = awaitCondition(within: .seconds(60)) {
                read()
                return !program.isRunning
            }
            read()
            return try program.finish()
        }
    }

    private static func showsRateAndTrace(_ text: String) -> Bool {
        text.contains(/HR \d+ \/min   RR \d+ ms/)
            && text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }
    }

    /// However it is told to end.
    @Test(arguments: [SIGHUP, SIGQUIT, SIGTERM])
    func everySignalGivesTheTerminalBack(_ signal: Int32) throws {
        let folder = try TemporaryFolder()
        for arguments in [
            ["replay", Datasets.record("ecg_plux_rest_5min"), "--watch"],
            ["run", "--watch", "--state", folder.path, "--device", folder.path + "/none"],
        ] {
            let watched = try Watched(arguments)
            _ = watched.screen { $0.contains("^C ends it.") }
            #expect(watched.terminal.modes == [1_049])
            watched.program.send(signal)
            #expect(try watched.finish().status == 130)
            #expect(watched.terminal.modes == [7, 25])
        }
    }

    @Test func theScreenShowsTheRateAndATraceAndIsGivenBack() throws {
        let watched = try Watched([
            "replay", Datasets.record("ecg_plux_rest_5min"), "--watch", "--speed", "4x",
        ])
        let text = watched.screen { Self.showsRateAndTrace($0) && $0.contains("quality") }
        #expect(Self.showsRateAndTrace(text), "\(text)")
        #expect(text.contains("ecg_plux_rest_5min  recording"))
        #expect(text.contains("RMSSD —"), "five minutes have not passed")
        #expect(text.contains("^C ends it."))
        #expect(watched.terminal.modes == [1_049], "the other screen, no cursor, no wrapping")
        #expect(String(decoding: watched.bytes, as: UTF8.self).contains("\u{1B}[32m"))
        watched.program.send(SIGINT)
        let outcome = try watched.finish()
        #expect(outcome.status == 130)
        #expect(watched.terminal.modes == [7, 25])
        #expect(watched.terminal.complaints.isEmpty, "\(watched.terminal.complaints)")
        #expect(outcome.text.contains("heart beats"), "the account is data")
        #expect(!outcome.output.contains(0x1B))
    }

    /// A narrow terminal without colours.
    @Test func itKeepsToANarrowTerminal() throws {
        let watched = try Watched(
            ["replay", Datasets.record("ecg_plux_rest_5min"), "--watch", "--speed", "4x"],
            columns: 34, rows: 10, environment: ["NO_COLOR": "1"])
        let text = watched.screen(Self.showsRateAndTrace)
        #expect(Self.showsRateAndTrace(text), "\(text)")
        watched.program.send(SIGINT)
        _ = try watched.finish()
        #expect(watched.terminal.complaints.isEmpty, "\(watched.terminal.complaints)")
        #expect(!String(decoding: watched.bytes, as: UTF8.self).contains(/\x1B\[[1-9]+m/))
    }

    /// The input breaks in the middle: the terminal is as it was, and says why.
    @Test func aDamagedInputGivesTheTerminalBack() throws {
        let folder = try TemporaryFolder()
        var rows = (0..<2_560).map { "\(Double($0) / 128),\(Double($0 % 100) / 100)" }
        rows.append("20.0,broken")
        let path = try folder.write(
            "time_s,ecg_mV\n" + rows.joined(separator: "\n") + "\n", to: "broken.csv")
        let watched = try Watched(["replay", path, "--watch", "--speed", "100x"])
        #expect(try watched.finish().status == 65)
        #expect(watched.terminal.modes == [7, 25])
        let bytes = String(decoding: watched.bytes, as: UTF8.self)
        #expect(bytes.contains("\u{1B}[?1049h"))
        let after = bytes.components(separatedBy: "\u{1B}[?1049l").last ?? ""
        #expect(after.contains("healthypi-agent: "), "\(after)")
        #expect(!after.contains("\u{1B}"))
    }

    /// What is piped has no escape bytes; asked for, the view is a plain line now and then.
    @Test func whatIsPipedIsPlain() throws {
        let piped = try Program.run(
            "healthypi-agent", "replay", Datasets.record("ecg_pyhrv_bitalino_22s"), "--watch",
            "--speed", "1000x")
        #expect(piped.status == 0)
        #expect(!piped.output.contains(0x1B))
        #expect(!piped.errors.contains("\u{1B}"))
    }

    @Test func aTerminalThatCannotBeDrawnOnIsNot() throws {
        let watched = try Watched(
            ["replay", Datasets.record("ecg_pyhrv_bitalino_22s"), "--watch", "--speed", "1000x"],
            environment: ["TERM": "dumb"])
        #expect(try watched.finish().status == 0)
        #expect(!watched.bytes.contains(0x1B))
    }

    /// What ends at once is worth no view.
    @Test func aShortReplayShowsALineAtMost() throws {
        let watched = try Watched(["replay", Datasets.record("ecg_pyhrv_bitalino_22s")])
        #expect(try watched.finish().status == 0)
        #expect(!String(decoding: watched.bytes, as: UTF8.self).contains("?1049h"))
    }

    @Test func theViewAndJSONNotesExcludeEachOther() throws {
        let outcome = try Program.run("healthypi-agent", "run", "--watch", "--json")
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "--watch is for people and --json for programs: choose one."))
    }
}
