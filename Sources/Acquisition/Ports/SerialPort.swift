import Glibc
import Synchronization

/// An open serial port: exclusive, raw, 8N1, without flow control; a pseudo-terminal does as well.
///
/// It is read by a `PortReader`. The terminal's former settings come back when it is closed, but
/// HUPCL stays off (a board is not reset by our leaving), and ECHO stays off where the board must
/// never be written to: between opening and setting up, the kernel would echo its bytes back to it.
public final class SerialPort: Sendable {
    public let path: String
    public let settings: PortSettings

    private let state: Mutex<OpenTerminal?>

    /// - Throws: `PortError`; nothing stays open then.
    public init(opening path: String, settings: PortSettings) throws(PortError) {
        let access = settings.allowsWriting ? O_RDWR : O_RDONLY
        let number = open(path, access | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw PortError(path: path, errno: errno) }
        let former: termios
        do throws(PortError) {
            guard isatty(number) != 0 else { throw PortError.notATerminal(path: path) }
            try Self.claim(number, path)
            former = try Self.makeRaw(number, path, settings.baudRate)
        } catch {
            Glibc.close(number)
            throw error
        }
        self.path = path
        self.settings = settings
        state = Mutex(OpenTerminal(number, settings: settings, former: former))
        Self.lowerLatency(of: path)
        // What lay there from before belongs to nobody's session, nor does what was echoed.
        tcflush(number, TCIOFLUSH)
    }

    /// Lets go of the port; again is no harm. A reader still running keeps it open, and its
    /// settings in force, until it has ended.
    public func close() { state.withLock { $0 = nil } }

    /// Nil once it has been closed.
    var terminal: OpenTerminal? { state.withLock { $0 } }

    /// Sends all of `bytes`, waiting for a device that is slow to take them.
    ///
    /// For short commands to a board known to understand them; blocks for `limit` at most.
    public func write(_ bytes: [UInt8], within limit: Duration = .seconds(1)) throws(PortError) {
        guard settings.allowsWriting else { throw .readOnly(path: path) }
        guard let terminal else { throw .gone(path: path) }
        let deadline = MonotonicInstant.now() + limit
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(terminal.number, $0.baseAddress, $0.count)
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                let rest = (deadline - .now()).nanosecondCount / 1_000_000
                guard rest > 0 else { throw .writeTimedOut(path: path) }
                var entry = pollfd(fd: terminal.number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&entry, 1, Int32(clamping: rest))
            } else if count < 0, errno != EINTR {
                throw PortError(path: path, errno: errno)
            }
        }
    }
}

extension SerialPort {
    /// Those of /dev/ptmx have the majors 136 to 143 (UNIX98 PTY slaves).
    private static func isPseudoTerminal(_ number: Int32) -> Bool {
        var status = stat()
        guard fstat(number, &status) == 0 else { return false }
        return (136...143).contains(status.st_rdev >> 8 & 0xFFF)
    }

    /// Keeps others out, ourselves in another process included.
    ///
    /// A pseudo-terminal is not marked exclusive: its simulator may keep it open, and the mark of
    /// an agent that was killed would then stay. Root is let in by the kernel in spite of the
    /// mark, so whoever else has a real port open is looked for.
    private static func claim(_ number: Int32, _ path: String) throws(PortError) {
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            throw .busy(path: path, holder: PortHolder.find(path, excluding: getpid()))
        }
        guard !isPseudoTerminal(number) else { return }
        _ = ioctl(number, UInt(TIOCEXCL))
        if let holder = PortHolder.find(path, excluding: getpid()) {
            _ = ioctl(number, UInt(TIOCNXCL))
            throw .busy(path: path, holder: holder)
        }
    }

    /// - Returns: the settings as they were.
    private static func makeRaw(
        _ number: Int32, _ path: String, _ baudRate: BaudRate
    ) throws(PortError) -> termios {
        var former = termios()
        guard tcgetattr(number, &former) == 0 else { throw PortError(path: path, errno: errno) }
        var raw = former
        cfmakeraw(&raw)
        raw.c_iflag &= ~tcflag_t(IXOFF | IXANY | INPCK)
        raw.c_cflag &= ~tcflag_t(CSIZE | PARENB | CSTOPB | HUPCL) & ~tcflag_t(CRTSCTS)
        raw.c_cflag |= tcflag_t(CS8 | CREAD | CLOCAL)
        raw.setControlCharacter(VMIN, to: 0)
        raw.setControlCharacter(VTIME, to: 1)
        cfsetispeed(&raw, baudRate.speed)
        cfsetospeed(&raw, baudRate.speed)
        guard tcsetattr(number, TCSANOW, &raw) == 0 else {
            throw PortError(path: path, errno: errno)
        }
        // tcsetattr is content if any one setting was taken.
        var actual = termios()
        guard tcgetattr(number, &actual) == 0 else { throw PortError(path: path, errno: errno) }
        guard actual.c_lflag & tcflag_t(ICANON | ECHO) == 0, cfgetospeed(&actual) == baudRate.speed
        else {
            throw .failed(
                path: path, because: "it does not take raw mode at \(baudRate.rawValue) baud")
        }
        return former
    }

    /// An FTDI bridge hands over small packets every 16 ms unless told to do so every 1 ms. Needs
    /// a right that the udev rules give; without it arrivals are only less sharp.
    private static func lowerLatency(of path: String) {
        let node = SystemPath.nodeName(of: path)
        SmallFile.write("1", to: "/sys/class/tty/\(node)/device/latency_timer")
    }
}

extension termios {
    mutating func setControlCharacter(_ index: Int32, to value: UInt8) {
        withUnsafeMutableBytes(of: &c_cc) { $0[Int(index)] = value }
    }
}
