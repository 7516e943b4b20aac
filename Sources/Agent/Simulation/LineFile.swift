import Glibc

/// A text file that grows line by line, written about once a second.
final class LineFile {
    let path: String
    private var buffer: [UInt8] = []
    private var number: Int32
    private var flushed: Double = 0

    private static let bufferMax = 65_536

    init(path: String, header: String) throws(SimulationError) {
        self.path = path
        number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Self.failure(path) }
        buffer = Array(header.utf8)
        try flush()
    }

    deinit { if number >= 0 { Glibc.close(number) } }

    /// - Parameter seconds: by any clock that goes forward.
    func append(_ text: String, at seconds: Double) throws(SimulationError) {
        buffer += text.utf8
        guard buffer.count >= Self.bufferMax || seconds >= flushed + 1 else { return }
        flushed = seconds
        try flush()
    }

    func close() throws(SimulationError) {
        guard number >= 0 else { return }
        try flush()
        Glibc.close(number)
        number = -1
    }

    private func flush() throws(SimulationError) {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes {
                Glibc.write(number, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String) -> SimulationError {
        .cannotWrite(path: path, because: String(cString: strerror(errno)).lowercased())
    }
}
