import Glibc
import TestKit
import Testing

@testable import Acquisition

@Suite struct SerialPortTests {
    private let writable = PortSettings(allowsWriting: true)

    @Test func settingsAreRawAtTheSpeedAskedFor() throws {
        let board = PortTerminalPair()
        let port = try SerialPort(
            opening: board.path,
            settings: PortSettings(baudRate: .rate57600, lineRule: .assertDTR))
        defer { port.close() }

        let settings = board.settings
        #expect(settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG | IEXTEN) == 0)
        #expect(settings.c_iflag & tcflag_t(ICRNL | IXON | IXOFF | ISTRIP | BRKINT) == 0)
        #expect(settings.c_oflag & tcflag_t(OPOST) == 0)
        #expect(settings.c_cflag & tcflag_t(HUPCL | CSTOPB | PARENB) == 0)
        #expect(settings.c_cflag & tcflag_t(CRTSCTS) == 0)
        #expect(settings.c_cflag & tcflag_t(CREAD | CLOCAL) == tcflag_t(CREAD | CLOCAL))
        #expect(settings.c_cflag & tcflag_t(CSIZE) == tcflag_t(CS8))
        var copy = settings
        #expect(cfgetospeed(&copy) == speed_t(B57600))
    }

    @Test func formerSettingsComeBackButHangUpAndEchoStayOff() throws {
        let board = PortTerminalPair()
        board.settings.c_cflag |= tcflag_t(HUPCL)
        board.settings.c_iflag |= tcflag_t(IXON)
        let former = board.settings
        #expect(former.c_lflag & tcflag_t(ECHO) != 0)

        try SerialPort(opening: board.path, settings: PortSettings()).close()
        #expect(board.settings.c_lflag == former.c_lflag & ~tcflag_t(ECHO))
        #expect(board.settings.c_iflag == former.c_iflag)
        #expect(board.settings.c_cflag == former.c_cflag & ~tcflag_t(HUPCL))

        board.settings.c_lflag |= tcflag_t(ECHO)
        try SerialPort(opening: board.path, settings: writable).close()
        #expect(board.settings.c_lflag == former.c_lflag)
    }

    @Test func whatLayThereBeforeIsThrownAway() throws {
        let board = PortTerminalPair()
        let keeper = open(board.path, O_RDONLY | O_NOCTTY | O_CLOEXEC)
        defer { close(keeper) }
        board.settings.c_lflag &= ~tcflag_t(ICANON)
        // No control characters: the interrupt character would empty the queue by itself.
        board.send([65, 66, 67])
        let port = try SerialPort(opening: board.path, settings: PortSettings())
        let reader = try PortReader(port)
        board.send([4])
        var chunks: [PortChunk] = []
        #expect(awaitCondition { reader.take(into: &chunks) == .reading && !chunks.isEmpty })
        #expect(chunks.map(\.bytes) == [[4]])
    }

    @Test func secondOpeningIsRefusedAndNamesTheHolder() throws {
        let board = PortTerminalPair()
        let first = try SerialPort(opening: board.path, settings: PortSettings())
        #expect(throws: PortError.busy(path: board.path, holder: nil)) {
            try SerialPort(opening: board.path, settings: PortSettings())
        }
        let holder = try #require(PortHolder.find(board.path))
        #expect(holder.processID == getpid())
        first.close()
        try SerialPort(opening: board.path, settings: PortSettings()).close()
    }

    @Test func whatIsNoTerminalIsRefused() throws {
        #expect(throws: PortError.notATerminal(path: "/dev/null")) {
            try SerialPort(opening: "/dev/null", settings: PortSettings())
        }
        #expect(throws: PortError.notATerminal(path: packageRoot() + "/Package.swift")) {
            try SerialPort(opening: packageRoot() + "/Package.swift", settings: PortSettings())
        }
        #expect(throws: PortError.gone(path: "/dev/ttyACM99")) {
            try SerialPort(opening: "/dev/ttyACM99", settings: PortSettings())
        }
    }

    @Test func portForReadingOnlySendsNothing() throws {
        let board = PortTerminalPair()
        let port = try SerialPort(opening: board.path, settings: PortSettings())
        #expect(throws: PortError.readOnly(path: board.path)) { try port.write([0xAA]) }
        #expect(board.received().isEmpty)
        // Nor could a slip of ours: the kernel itself refuses.
        let terminal = try #require(port.terminal)
        #expect(fcntl(terminal.number, F_GETFL) & O_ACCMODE == O_RDONLY)
        #expect(write(terminal.number, [0xAA], 1) == -1)
    }

    @Test func commandsArriveUnchanged() throws {
        let board = PortTerminalPair()
        let port = try SerialPort(opening: board.path, settings: writable)
        // Line ends, flow control and the interrupt character are bytes like any other.
        let command: [UInt8] = [0x0A, 0x0D, 0x11, 0x13, 0x03, 0xFF, 0x00]
        try port.write(command)
        var arrived: [UInt8] = []
        #expect(
            awaitCondition {
                arrived += board.received()
                return arrived.count >= command.count
            })
        #expect(arrived == command)
        port.close()
        #expect(throws: PortError.gone(path: board.path)) { try port.write([1]) }
    }

    @Test func deviceThatTakesNothingIsGivenUp() throws {
        let board = PortTerminalPair()
        let port = try SerialPort(opening: board.path, settings: writable)
        #expect(throws: PortError.writeTimedOut(path: board.path)) {
            try port.write([UInt8](repeating: 7, count: 1 << 20), within: .milliseconds(50))
        }
    }
}
