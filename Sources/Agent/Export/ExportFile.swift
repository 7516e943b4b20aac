import Glibc

/// A file that is there whole or not at all: written under another name beside it, then given its
/// own, which must be free.
final class ExportFile {
    let path: String
    private let partial: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    /// Folders made for it, outermost first: gone again if nothing came of it.
    private var folders: [String] = []

    private static let bufferBytes = 262_144

    /// - Parameter path: of the file; its folder is made if need be.
    init(_ path: String) throws(ExportError) {
        self.path = path
        let (folder, name) =
            path.lastIndex(of: "/").map {
                (String(path[...$0]), String(path[path.index(after: $0)...]))
            } ?? ("", path)
        // A name of this process's own: what lies there is nobody's.
        partial = "\(folder).\(name).\(getpid()).partial"
        try Self.check(path)
        var made: [String] = []
        do throws(ExportError) {
            try Self.makeFolder(of: path, made: &made)
            descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw Self.failure(path) }
        } catch {
            for folder in made.reversed() { rmdir(folder) }
            throw error
        }
        folders = made
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
        // Only those that are empty go.
        for folder in folders.reversed() { rmdir(folder) }
    }

    /// Refuses a name that is taken, before any work is done.
    static func check(_ path: String) throws(ExportError) {
        var status = stat()
        if lstat(path, &status) == 0 { throw .exists(path: path) }
    }

    /// Takes back a file that was finished.
    static func remove(_ path: String) { unlink(path) }

    func write(_ bytes: [UInt8]) throws(ExportError) {
        buffer += bytes
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func write(_ text: String) throws(ExportError) { try write(Array(text.utf8)) }

    /// Writes over the beginning.
    func writeOver(_ bytes: [UInt8]) throws(ExportError) {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(path) }
        try Self.writeAll(bytes, to: descriptor, path)
    }

    /// Gives the file its name.
    func finish() throws(ExportError) {
        try flush()
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure(path) }
        // A link never replaces what is there; file systems without links get a look and a name.
        if link(partial, path) != 0 {
            if errno == EEXIST { throw .exists(path: path) }
            try Self.check(path)
            guard rename(partial, path) == 0 else { throw Self.failure(path) }
        } else {
            unlink(partial)
        }
        close(descriptor)
        descriptor = -1
    }

    private func flush() throws(ExportError) {
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        try Self.writeAll(bytes, to: descriptor, path)
    }

    private static func writeAll(
        _ bytes: [UInt8], to descriptor: Int32, _ path: String
    ) throws(ExportError) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes { all in
                Glibc.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
            }
            if wrote < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            done += wrote
        }
    }

    private static func makeFolder(of path: String, made: inout [String]) throws(ExportError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        var status = stat()
        if stat(folder, &status) == 0 { return }
        try makeFolder(of: folder, made: &made)
        if mkdir(folder, 0o777) == 0 {
            made.append(folder)
        } else if errno != EEXIST {
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> ExportError {
        .cannotWrite(path: path, because: String(cString: strerror(errno)).lowercased())
    }
}
