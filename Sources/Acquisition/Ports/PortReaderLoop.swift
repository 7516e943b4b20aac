import Glibc

/// The body of a port's reading thread.
struct PortReaderLoop {
    /// The kernel's line discipline never hands over more at once.
    private static let readSize = 4_096

    private let terminal: OpenTerminal
    private let mailbox: RingMailbox<PortChunk, PortReader.End>
    private let gather: Duration
    private let polling: Polling
    private var buffer = [UInt8](repeating: 0, count: readSize)
    /// Read but not handed over: bytes that lay in the kernel during the nap, and wait for the
    /// next one whose arrival is seen.
    private var pending: [UInt8] = []
    private var newest = MonotonicInstant(nanoseconds: 0)
    private var emptyReadCount = 0

    init(
        terminal: OpenTerminal, mailbox: RingMailbox<PortChunk, PortReader.End>, wake: WakePipe,
        gather: Duration
    ) {
        self.terminal = terminal
        self.mailbox = mailbox
        self.gather = gather
        polling = Polling(descriptor: terminal.number, wake: wake)
    }

    mutating func run() {
        while true {
            if let end = readOnce() {
                handOver(isPrompt: false)
                mailbox.end(end)
                return
            }
        }
    }

    /// One round: a byte awaited, a nap, and what came during the nap.
    private mutating func readOnce() -> PortReader.End? {
        let arrival = polling.wait(for: POLLIN, atMost: pending.isEmpty ? nil : gather)
        if arrival.isWoken { return .stopped }
        let held = pending.count
        if arrival.events != 0, let end = drain() { return end }
        let isPrompt = pending.count > held
        if !isPrompt, arrival.isHungUp { return .removed }
        handOver(isPrompt: isPrompt)

        let nap = polling.wait(for: 0, atMost: gather)
        if nap.isWoken { return .stopped }
        if let end = drain() { return end }
        if pending.count >= mailbox.capacity / 4 { handOver(isPrompt: false) }
        return nil
    }

    /// Reads until there is no more, or enough for one chunk.
    private mutating func drain() -> PortReader.End? {
        while pending.count <= mailbox.capacity / 2 - Self.readSize {
            let count = buffer.withUnsafeMutableBytes {
                read(terminal.number, $0.baseAddress, $0.count)
            }
            if count > 0 {
                newest = .now()
                emptyReadCount = 0
                pending.append(contentsOf: buffer[..<count])
                if count < Self.readSize { return nil }
            } else if count == 0 {
                // A terminal with VTIME and without blocking says 0 only once it has hung up;
                // asked twice, because a driver may think otherwise.
                emptyReadCount += 1
                return emptyReadCount > 1 ? .removed : nil
            } else {
                switch errno {
                case EINTR: continue
                case EAGAIN: return nil
                case EIO, ENODEV, ENXIO: return .removed
                case let code: return .failed(errno: code)
                }
            }
        }
        return nil
    }

    private mutating func handOver(isPrompt: Bool) {
        guard !pending.isEmpty else { return }
        mailbox.append(PortChunk(bytes: pending, arrival: newest, isPrompt: isPrompt))
        pending.removeAll(keepingCapacity: false)
    }
}
