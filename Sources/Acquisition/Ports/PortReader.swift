/// Reads a port on a thread of its own into a bounded ring.
///
/// The thread does nothing but read: it never waits for whoever takes the bytes. When the ring is
/// full the oldest are dropped and counted, and the chunk after the tear says how many.
///
/// To be cheap it lets bytes gather before it looks: it naps, reads what has come, then waits for
/// the next byte to come and takes it with the exact time of its arrival (`PortChunk.isPrompt`).
public final class PortReader: Sendable {
    public enum State: Equatable, Sendable {
        case reading
        case ended(End)
    }

    /// Why no more bytes will come.
    public enum End: Equatable, Sendable {
        /// The device was unplugged, or the other side of a pseudo-terminal closed.
        case removed
        /// The system refused to read on, with this `errno`.
        case failed(errno: Int32)
        case stopped
    }

    private let mailbox: RingMailbox<PortChunk, End>
    private let wake: WakePipe
    private let thread: JoinableThread

    /// - Parameters:
    ///   - port: kept open until the reader has ended.
    ///   - capacity: bytes the ring holds, 16,384 or more. A quarter of a megabyte is more than five
    ///     seconds of any board.
    ///   - gather: how long bytes may wait in the kernel; the longest delay it adds is twice that.
    /// - Throws: `PortError` if the port is closed or the system has no thread to give.
    public init(
        _ port: SerialPort, capacity: Int = 262_144, gather: Duration = .milliseconds(20)
    ) throws(PortError) {
        precondition(capacity >= 16_384, "The ring holds four reads at least.")
        guard let terminal = port.terminal else { throw .gone(path: port.path) }
        guard let wake = WakePipe() else {
            throw .failed(path: port.path, because: "this process has too many files open")
        }
        let mailbox = RingMailbox<PortChunk, End>(capacity: capacity)
        let thread = JoinableThread(name: "port reader") {
            var loop = PortReaderLoop(
                terminal: terminal, mailbox: mailbox, wake: wake, gather: gather)
            loop.run()
        }
        guard let thread else {
            throw .failed(path: port.path, because: "the system has no thread to give")
        }
        self.mailbox = mailbox
        self.wake = wake
        self.thread = thread
    }

    deinit { stop() }

    /// Appends what has come, oldest first, without waiting.
    ///
    /// - Returns: the state after these bytes: once it has ended, nothing follows.
    @discardableResult
    public func take(into chunks: inout [PortChunk]) -> State {
        mailbox.take(into: &chunks).map { .ended($0) } ?? .reading
    }

    /// Returns when there are bytes to take, when reading has ended, or when the task is
    /// cancelled. One task at a time.
    public func wait() async { await mailbox.wait() }

    /// Since the beginning; those read, and those of them that nobody took in time.
    public var receivedByteCount: Int { mailbox.counts.received }
    public var droppedByteCount: Int { mailbox.counts.dropped }

    /// Ends the thread and returns when it has ended; what it had read can still be taken. At most
    /// a read that is under way is waited for. Again is no harm.
    public func stop() {
        wake.raise()
        thread.join()
    }
}
