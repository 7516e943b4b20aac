import Storage

/// A text file that grows line by line, written about once a second.
final class LineFile {
    let path: String
    private let file: OutputFile
    private var buffer: [UInt8] = []
    private var flushed: Double = 0

    private static let bufferMax = 65_536

    init(path: String, header: String) throws(SimulationError) {
        self.path = path
        do throws(OutputFile.Failure) {
            file = try OutputFile(path, .replace, isPrivate: false)
        } catch { throw .cannotWrite(path: path, because: error.cause) }
        buffer = Array(header.utf8)
        try flush()
    }

    /// - Parameter seconds: by any clock that goes forward.
    func append(_ text: String, at seconds: Double) throws(SimulationError) {
        buffer += text.utf8
        guard buffer.count >= Self.bufferMax || seconds >= flushed + 1 else { return }
        flushed = seconds
        try flush()
    }

    func close() throws(SimulationError) {
        try flush()
        file.close()
    }

    private func flush() throws(SimulationError) {
        guard !buffer.isEmpty else { return }
        do throws(OutputFile.Failure) { try file.write(buffer) } catch {
            throw .cannotWrite(path: path, because: error.cause)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
