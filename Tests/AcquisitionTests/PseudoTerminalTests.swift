import Acquisition
import Foundation
import Glibc
import Synchronization
import TestKit
import Testing

/// The board's end of a real pseudo-terminal, with a real client at the other.
struct PseudoTerminalTests {
    @Test func isRawBeforeAnyClientSetsItUp() throws {
        let terminal = try PseudoTerminal()
        let client = try Client(terminal.path)
        var settings = termios()
        #expect(tcgetattr(client.number, &settings) == 0)
        #expect(settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)
        // Every byte passes both ways as it is: line ends, ^C, ^S and all.
        let all = (0...255).map { UInt8($0) }
        #expect(terminal.write(all[...]) == 256)
        #expect(try client.read(256) == all)
        client.write(all)
        var host: [UInt8] = []
        #expect(awaitCondition { terminal.read(into: &host) > 0 && host.count == 256 })
        #expect(host == all)
    }

    @Test func knowsWhetherAnybodyHasItOpen() throws {
        let terminal = try PseudoTerminal()
        #expect(!terminal.isOpen)
        for _ in 0..<3 {
            let first = try Client(terminal.path)
            #expect(terminal.isOpen)
            let second = try Client(terminal.path)
            first.close()
            #expect(terminal.isOpen)
            second.close()
            #expect(!terminal.isOpen)
        }
    }

    @Test func staysRawWhateverTheLastClientDid() throws {
        let terminal = try PseudoTerminal()
        let rude = try Client(terminal.path)
        var settings = termios()
        tcgetattr(rude.number, &settings)
        settings.c_lflag |= tcflag_t(ICANON | ECHO)
        tcsetattr(rude.number, TCSANOW, &settings)
        rude.close()
        terminal.reset()
        let next = try Client(terminal.path)
        tcgetattr(next.number, &settings)
        #expect(settings.c_lflag & tcflag_t(ICANON | ECHO) == 0)
    }

    @Test func whatALeavingClientLeftUnreadIsGone() throws {
        let terminal = try PseudoTerminal()
        let client = try Client(terminal.path)
        #expect(terminal.write([UInt8](repeating: 7, count: 100)[...]) == 100)
        #expect(awaitCondition { terminal.unreadByteCount == 100 })
        client.close()
        #expect(terminal.reset() == 100)
        let next = try Client(terminal.path)
        #expect(terminal.write([1, 2, 3]) == 3)
        #expect(try next.read(3) == [1, 2, 3])
    }

    @Test func closingUnplugsTheClient() throws {
        let terminal = try PseudoTerminal()
        let client = try Client(terminal.path)
        terminal.close()
        terminal.close()
        var byte: UInt8 = 0
        // End of file, or an error: never "try again".
        let count = Glibc.read(client.number, &byte, 1)
        #expect(count == 0 || errno == EIO)
        #expect(!terminal.isOpen)
        #expect(terminal.write([1]) == 0)
        var bytes: [UInt8] = []
        #expect(terminal.read(into: &bytes) == 0)
        #expect(terminal.unreadByteCount == nil)
    }

    @Test func leavesNoDescriptorBehind() throws {
        let before = ownProcessEntries("fd").count
        for _ in 0..<50 {
            let terminal = try PseudoTerminal()
            let client = try Client(terminal.path)
            client.close()
            terminal.reset()
        }
        #expect(ownProcessEntries("fd").count == before)
    }

    @Test func ourOwnReaderTakesItForASerialPort() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort(
            opening: terminal.path, settings: PortSettings(baudRate: .rate115200))
        defer { port.close() }
        let reader = try PortReader(port)
        defer { reader.stop() }
        #expect(terminal.write([0x0A, 0xFA, 0x0D]) == 3)
        var chunks: [PortChunk] = []
        #expect(
            awaitCondition {
                reader.take(into: &chunks)
                return chunks.flatMap(\.bytes) == [0x0A, 0xFA, 0x0D]
            })
    }

    @Test func aThreadSleepsUntilItsInstantOrUntilTheHostWrites() throws {
        let terminal = try PseudoTerminal()
        let client = try Client(terminal.path)
        let early = Mutex<Bool?>(nil)
        let woken = Mutex(0)
        let thread = try PseudoTerminalThread(name: "test board") { sleeper in
            let due = MonotonicInstant.now() + .milliseconds(30)
            _ = sleeper.wait(until: due, orInputOf: [terminal])
            early.withLock { $0 = MonotonicInstant.now() < due }
            while sleeper.wait(until: .now() + .seconds(600), orInputOf: [terminal]) {
                var bytes: [UInt8] = []
                terminal.read(into: &bytes)
                woken.withLock { $0 += bytes.count }
            }
        }
        #expect(awaitCondition { early.withLock { $0 } != nil })
        #expect(early.withLock { $0 } == false)
        client.write([1, 2, 3])
        #expect(awaitCondition { woken.withLock { $0 } == 3 })
        // A terminal that nobody has open does not keep the thread awake, nor from ending.
        client.close()
        thread.stop()
        thread.stop()
        #expect(awaitCondition { ownThreadCount(named: "test board") == 0 })
    }

    @Test func aLinkLeadsToTheTerminalThatIsThere() throws {
        let folder = try TemporaryFolder()
        let link = try PseudoTerminalLink(name: "healthypi5", in: folder.path)
        func target() -> String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: link.path)
        }
        try link.point(to: "/dev/pts/1000")
        #expect(target() == "/dev/pts/1000")
        try link.point(to: "/dev/pts/1001")
        #expect(target() == "/dev/pts/1001")
        var status = stat()
        let parent = (link.path as NSString).deletingLastPathComponent
        #expect(stat(parent, &status) == 0 && status.st_mode & 0o777 == 0o700)
        link.breakOff()
        #expect(target() == nil)
        try link.point(to: "/dev/pts/1002")
        link.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func errorsSayWhatToDo() {
        #expect(
            PseudoTerminalError.cannotOpen(because: "no such file or directory").description
                == "Cannot open a pseudo-terminal (/dev/ptmx): no such file or directory. "
                + "Close other programs that use some, or mount /dev/pts.")
        #expect(throws: PseudoTerminalError.self) {
            _ = try PseudoTerminalLink(name: "x", in: "/dev/null")
        }
    }

    /// A program that opens the terminal as it would a serial port, and sets nothing up.
    private final class Client {
        private(set) var number: Int32

        init(_ path: String) throws {
            number = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
            try #require(number >= 0)
        }

        deinit { close() }

        func close() {
            if number >= 0 { Glibc.close(number) }
            number = -1
        }

        func write(_ bytes: [UInt8]) {
            _ = Glibc.write(number, bytes, bytes.count)
        }

        func read(_ count: Int) throws -> [UInt8] {
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: count)
            let isThere = awaitCondition(within: .seconds(5)) {
                let found = Glibc.read(number, &piece, count - bytes.count)
                if found > 0 { bytes += piece[..<found] }
                return bytes.count == count
            }
            try #require(isThere)
            return bytes
        }
    }
}
