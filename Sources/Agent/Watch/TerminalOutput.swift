import Glibc

/// A terminal to draw on, opened once more so that a write never waits: what it does not take now
/// stays, and until it has gone nothing new is drawn.
final class TerminalOutput {
    private let descriptor: Int32
    private let closes: Bool
    private var pending: ArraySlice<UInt8> = []

    /// - Parameter terminal: a descriptor of it, such as stderr.
    init(_ terminal: Int32) {
        let own = open("/proc/self/fd/\(terminal)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        descriptor = own >= 0 ? own : terminal
        closes = own >= 0
    }

    deinit { if closes { close(descriptor) } }

    /// Whether the terminal is ours to draw on: not a background job's.
    var isInFront: Bool {
        let front = tcgetpgrp(descriptor)
        return front < 0 || front == getpgrp()
    }

    /// Everything has been taken.
    var isIdle: Bool { pending.isEmpty }

    /// What was not taken yet is no use any more.
    func discard() { pending = [] }

    /// 80 × 24 where the terminal does not say.
    var size: TerminalSize {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return .usual }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    func send(_ text: String) {
        pending += Array(text.utf8)
        flush()
    }

    /// Hands over as much as is taken now.
    func flush() {
        while !pending.isEmpty {
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else {
                if entry.revents != 0 { pending = [] }  // Nobody is there any more.
                return
            }
            // Where it could not be opened once more, a piece this small does not wait.
            let piece = closes ? pending : pending.prefix(128)
            let count = piece.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno != EAGAIN { pending = [] }
            guard count > 0 else { return }
            pending = pending.dropFirst(count)
        }
    }

    /// The same, at most so many milliseconds long.
    func flush(withinMilliseconds limit: Int) {
        for _ in 0..<max(1, limit / 10) where !pending.isEmpty {
            flush()
            guard !pending.isEmpty else { return }
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&entry, 1, 10)
        }
    }
}
