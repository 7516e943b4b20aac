import Glibc

/// Lines of text in the state directory that never outgrow their room: a full file takes the place
/// of the one before it, and a fresh one is begun.
///
/// Several processes may append to one log: a line goes to the disk's cache in one piece.
public struct BoundedLog: Sendable {
    /// One line's bytes at most.
    public static let lineBytesMax = 16_384

    private let folder: StateDirectory
    private let file: String
    private let bytesMax: Int

    /// - Parameters:
    ///   - directory: a state directory with a store in it.
    ///   - name: the file's; the one before it has `.1` behind its name.
    ///   - bytesMax: of each of the two.
    public init(directory: String, name: String, bytesMax: Int) throws(StorageError) {
        folder = try StateDirectory(existing: directory)
        file = directory + "/" + name
        self.bytesMax = bytesMax
    }

    /// - Parameter line: without its line feed.
    public func append(_ line: [UInt8]) throws(StorageError) {
        precondition(
            line.count <= Self.lineBytesMax && !line.contains(UInt8(ascii: "\n")),
            "A line is one line, and no book.")
        // Opened for each line, so that another process may have begun a fresh file.
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(file, flags, 0o600)
        guard descriptor >= 0 else { throw folder.unusable(errno) }
        defer { close(descriptor) }
        let bytes = line + [UInt8(ascii: "\n")]
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw folder.unusable(errno)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) >= bytesMax else { return }
        guard rename(file, file + ".1") == 0 || errno == ENOENT else {
            throw folder.unusable(errno)
        }
    }
}
