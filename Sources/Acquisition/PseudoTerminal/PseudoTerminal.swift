import Glibc
import Synchronization

/// The board's end of a pseudo-terminal, which a client opens at `path` as it would a serial port.
///
/// The client's end is raw from the beginning, survives being closed and opened again, and knows
/// nothing of baud rates. Nothing here blocks.
public final class PseudoTerminal: Sendable {
    /// Of the client's end, such as `/dev/pts/7`.
    public let path: String
    /// −1 once closed.
    private let board: Mutex<Int32>

    /// Whether a path leads to the client's end of a pseudo-terminal, as a simulated board's does:
    /// the kernel's device numbers for them are 136 to 143 (admin-guide/devices.txt).
    public static func isOne(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return false }
        // As glibc's major(3), a macro that Swift does not import.
        let device = UInt64(status.st_rdev)
        return (136...143).contains(device >> 8 & 0xFFF | device >> 32 & ~0xFFF)
    }

    /// What lies in the kernel for a client that does not read: the line discipline's buffer.
    public static let queueBytesMax = 4_095

    /// - Throws: `PseudoTerminalError`; nothing stays open then.
    public init() throws(PseudoTerminalError) {
        let board = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard board >= 0 else { throw .cannotOpen(because: Self.reason(errno)) }
        var (lock, number) = (Int32(0), UInt32(0))
        guard ioctl(board, Self.setLock, &lock) == 0, ioctl(board, Self.getNumber, &number) == 0
        else {
            let code = errno
            Glibc.close(board)
            throw .cannotOpen(because: Self.reason(code))
        }
        self.board = Mutex(board)
        path = "/dev/pts/\(number)"
        // Only a client's end that has been open can be seen to be closed.
        guard withClientEnd({ Self.makeRaw($0) }) == true else {
            let code = errno
            close()
            throw .cannotOpen(because: Self.reason(code))
        }
    }

    deinit { close() }

    /// Unplugs it: whoever has it open reads an error, what was not read is lost. Again is no harm.
    public func close() {
        board.withLock { board in
            if board >= 0 { Glibc.close(board) }
            board = -1
        }
    }

    /// For `poll`; −1 once closed.
    var descriptor: Int32 { board.withLock { $0 } }

    /// Whether any client has it open.
    public var isOpen: Bool {
        board.withLock { board in
            guard board >= 0 else { return false }
            var entry = pollfd(fd: board, events: 0, revents: 0)
            return poll(&entry, 1, 0) >= 0 && entry.revents & Int16(POLLHUP) == 0
        }
    }

    /// Sends as many of the bytes as the kernel takes now, and says how many.
    public func write(_ bytes: ArraySlice<UInt8>) -> Int {
        guard !bytes.isEmpty else { return 0 }
        return board.withLock { board in
            while true {
                let count = bytes.withUnsafeBytes { Glibc.write(board, $0.baseAddress, $0.count) }
                if count >= 0 { return count }
                guard errno == EINTR else { return 0 }
            }
        }
    }

    /// Appends what the client has written, 64 KiB at most, and says how much that was.
    @discardableResult
    public func read(into bytes: inout [UInt8]) -> Int {
        var piece = [UInt8](repeating: 0, count: 4_096)
        var total = 0
        for _ in 0..<16 {
            let count = board.withLock { Glibc.read($0, &piece, piece.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += piece[..<count]
            total += count
        }
        return total
    }

    /// Bytes sent that the client has not read yet, as far as the kernel has moved them to its end;
    /// nil if the client keeps everyone else out.
    public var unreadByteCount: Int? {
        withClientEnd { end in
            var count: Int32 = 0
            return ioctl(end, UInt(FIONREAD), &count) == 0 ? Int(count) : nil
        } ?? nil
    }

    /// For when the client has gone: throws away what it left unread, makes its end raw again, and
    /// says how many bytes that were.
    @discardableResult
    public func reset() -> Int {
        withClientEnd { end in
            _ = Self.makeRaw(end)
            // Read, not asked for: a read that finds nothing waits for what the kernel is still
            // moving over, FIONREAD does not see it.
            var piece = [UInt8](repeating: 0, count: 4_096)
            var total = 0
            for _ in 0..<16 {
                let count = Glibc.read(end, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                total += count
            }
            tcflush(end, TCIOFLUSH)
            return total
        } ?? 0
    }

    private func withClientEnd<Result>(_ body: (Int32) -> Result) -> Result? {
        // Once closed, the path may belong to somebody else's terminal.
        guard descriptor >= 0 else { return nil }
        let end = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard end >= 0 else { return nil }
        defer { Glibc.close(end) }
        return body(end)
    }

    private static func makeRaw(_ end: Int32) -> Bool {
        var settings = termios()
        guard tcgetattr(end, &settings) == 0 else { return false }
        cfmakeraw(&settings)
        return tcsetattr(end, TCSANOW, &settings) == 0
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }

    /// TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, which Swift does not import: what
    /// unlockpt(3) and ptsname(3) are made of.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
}
