import Glibc

/// A thread that plays a board: it sleeps until its next instant, or until a client writes.
public final class PseudoTerminalThread: Sendable {
    private let wake: WakePipe
    private let thread: JoinableThread

    /// - Parameters:
    ///   - name: for `ps` and `top`; the system keeps 15 bytes of it.
    ///   - body: returns when `Sleeper.wait` says that it is to stop.
    public init(
        name: String, body: @escaping @Sendable (Sleeper) -> Void
    ) throws(PseudoTerminalError) {
        guard let wake = WakePipe() else { throw .noThread }
        let sleeper = Sleeper(wake: wake)
        guard let thread = JoinableThread(name: name, body: { body(sleeper) }) else {
            throw .noThread
        }
        self.wake = wake
        self.thread = thread
    }

    deinit { stop() }

    /// Wakes the thread for the last time and returns when it has ended. Again is no harm.
    public func stop() {
        wake.raise()
        thread.join()
    }

    /// How the thread waits.
    public struct Sleeper: Sendable {
        let wake: WakePipe

        /// Returns at `instant`, to the millisecond after it, or as soon as a client has written to
        /// one of the terminals.
        ///
        /// - Returns: false if the thread is to end.
        public func wait(
            until instant: MonotonicInstant, orInputOf terminals: [PseudoTerminal]
        ) -> Bool {
            var entries = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
            // One that nobody has open is always "hung up": it would end every sleep at once.
            for terminal in terminals where terminal.isOpen {
                entries.append(
                    pollfd(fd: terminal.descriptor, events: Int16(POLLIN), revents: 0))
            }
            while true {
                let rest = (instant - .now()).nanosecondCount
                let milliseconds = Int32(clamping: max(0, (rest + 999_999) / 1_000_000))
                let count = poll(&entries, nfds_t(entries.count), milliseconds)
                if count < 0, errno == EINTR { continue }
                return entries[0].revents == 0
            }
        }
    }
}
