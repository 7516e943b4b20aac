import Glibc

/// A small file of the state directory, read and written whole: after a crash it is the old one or
/// the new one.
public struct StateFile: Sendable {
    private let folder: StateDirectory
    private let path: String
    private let bytesMax: Int

    /// - Parameter directory: a state directory with a store in it.
    public init(directory: String, name: String, bytesMax: Int) throws(StorageError) {
        folder = try StateDirectory(existing: directory)
        path = directory + "/" + name
        self.bytesMax = bytesMax
    }

    /// - Returns: nil if it was never written.
    public func read() throws(StorageError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw folder.unusable(errno) }
            return nil
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw folder.unusable(errno) }
            if count == 0 { return bytes }
            bytes += block[..<count]
            guard bytes.count <= bytesMax else { throw folder.unusable(EFBIG) }
        }
    }

    /// On the disk when this returns.
    public func replace(_ bytes: [UInt8]) throws(StorageError) {
        precondition(bytes.count <= bytesMax, "What is written must be read again.")
        let draft = path + ".new"
        unlink(draft)
        try write(bytes, to: draft)
        guard rename(draft, path) == 0 else { throw folder.unusable(errno) }
        let above = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard above >= 0 else { throw folder.unusable(errno) }
        defer { close(above) }
        guard fsync(above) == 0 else { throw folder.unusable(errno) }
    }

    private func write(_ bytes: [UInt8], to draft: String) throws(StorageError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw folder.unusable(errno) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw folder.unusable(errno) }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw folder.unusable(errno) }
    }
}
