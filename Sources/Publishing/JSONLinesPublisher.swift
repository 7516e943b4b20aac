import Glibc

/// Writes each payload and a line feed to a file descriptor: JSON Lines, whole lines only.
///
/// An event counts as acknowledged once the kernel has taken its whole line. A reader that went
/// away is an error (`outputClosed`), not a signal: SIGPIPE is held back during each write.
public actor JSONLinesPublisher: EventPublisher {
    private let descriptor: Int32
    private let path: String
    private let ownsDescriptor: Bool
    private let executor = BlockingExecutor(label: "jsonlines")

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Standard output.
    public init() {
        descriptor = STDOUT_FILENO
        path = "standard output"
        ownsDescriptor = false
    }

    /// A file, made or emptied first; a path of `-` is standard output.
    public init(path: String) throws(PublishingError) {
        guard path != "-" else {
            self.init()
            return
        }
        let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .output(path, errno) }
        self.init(descriptor: opened, path: path, ownsDescriptor: true)
    }

    /// An open descriptor; closed in the end if owned.
    public init(descriptor: Int32, path: String, ownsDescriptor: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.ownsDescriptor = ownsDescriptor
    }

    deinit {
        if ownsDescriptor { _ = Glibc.close(descriptor) }
    }

    public func connect() throws(PublishingError) -> StoredExtent { .unknown }

    public func publish(_ events: [OutgoingEvent]) -> Delivery {
        var lines: [UInt8] = []
        lines.reserveCapacity(events.reduce(0) { $0 + $1.payload.count + 1 })
        var ends: [Int] = []
        for event in events {
            lines += event.payload
            lines.append(UInt8(ascii: "\n"))
            ends.append(lines.count)
        }
        let (written, code) = CompleteWrite.write(lines, to: descriptor)
        let acknowledged = ends.prefix { $0 <= written }.count
        return Delivery(
            acknowledged: acknowledged, failure: code == 0 ? nil : .output(path, code))
    }

    /// Nothing is held back, so nothing is flushed. The file itself closes with its publisher.
    public func close() {}
}

extension PublishingError {
    fileprivate static func output(_ path: String, _ code: Int32) -> PublishingError {
        switch code {
        case EPIPE: .outputClosed(path: path)
        case ENOSPC, EDQUOT: .outputFull(path: path)
        default: .outputFailed(path: path, cause: String(cString: strerror(code)))
        }
    }
}
