#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A regular file open for reading, from front to back.
final class InputFile {
    let path: String
    /// Bytes, when it was opened.
    let size: Int
    private let descriptor: Int32
    /// Bytes, from the beginning on.
    private var position = 0

    /// Of its bytes, as many as it had when it was opened; nil of an empty file.
    var shareRead: Double? { size > 0 ? min(1, Double(position) / Double(size)) : nil }

    init(opening path: String) throws(AcquisitionError) {
        // Not blocking, so that a pipe nobody writes to is refused instead of waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, because: OpeningFailure(errno: errno))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .cannotOpen(path: path, because: OpeningFailure(errno: code))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            throw .cannotOpen(path: path, because: isDirectory ? .isDirectory : .notAFile)
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Goes to `offset`; beyond the end of the file every read is empty.
    func seek(to offset: Int) {
        lseek(descriptor, off_t(offset), SEEK_SET)
        position = offset
    }

    /// Fills `buffer` with the next bytes, fewer than asked for only at the end of the file.
    func read(upTo count: Int, into buffer: inout [UInt8]) throws(AcquisitionError) {
        if buffer.count != count { buffer = Array(repeating: 0, count: count) }
        var filled = 0
        var failure: Int32 = 0
        buffer.withUnsafeMutableBytes { bytes in
            while filled < count {
                guard let base = bytes.baseAddress else { return }
                let got = unsafeRead(base + filled, count - filled)
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        buffer.removeLast(count - filled)
        position += filled
        if failure != 0 { throw .cannotRead(path: path, because: OpeningFailure(errno: failure)) }
    }

    /// `read(2)`, again when a signal came in between.
    private func unsafeRead(_ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
        while true {
            #if canImport(Glibc)
                let got = Glibc.read(descriptor, target, count)
            #else
                let got = Darwin.read(descriptor, target, count)
            #endif
            if got >= 0 || errno != EINTR { return got }
        }
    }

    /// A small file as a whole; its first `limit` bytes if it is larger.
    static func contents(of path: String, limit: Int) throws(AcquisitionError) -> [UInt8] {
        let file = try InputFile(opening: path)
        var bytes: [UInt8] = []
        try file.read(upTo: min(file.size, limit), into: &bytes)
        return bytes
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names in a directory, in order; empty if it cannot be read.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether there is a regular file of this name.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
