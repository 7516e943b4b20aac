import Glibc

/// One file of a recording, open for writing; readable by its owner only.
final class DiskFile {
    let path: String
    private(set) var size: Int
    private let descriptor: Int32

    /// A file that must not be there yet.
    init(creating path: String) throws(RecorderError) {
        self.path = path
        size = 0
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw RecorderError(errno: errno, path: path) }
    }

    init(existing path: String) throws(RecorderError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw RecorderError(errno: errno, path: path) }
        size = max(Int(lseek(descriptor, 0, SEEK_END)), 0)
    }

    deinit { close(descriptor) }

    /// Writes at the end; if that fails, nothing of it stays.
    func append(_ bytes: [UInt8]) throws(RecorderError) {
        let before = size
        do {
            try write(bytes, at: size)
        } catch {
            _ = ftruncate(descriptor, off_t(before))
            size = before
            throw error
        }
    }

    /// Writes over what is there, and on behind it.
    func write(_ bytes: [UInt8], at offset: Int) throws(RecorderError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done,
                    off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw RecorderError(errno: count < 0 ? errno : ENOSPC, path: path)
            }
            done += count
        }
        size = max(size, offset + done)
    }

    func truncate(to count: Int) throws(RecorderError) {
        guard ftruncate(descriptor, off_t(count)) == 0 else {
            throw RecorderError(errno: errno, path: path)
        }
        size = count
    }

    /// Returns when the bytes and what it takes to find them are on the disk.
    func sync() throws(RecorderError) {
        guard fdatasync(descriptor) == 0 else { throw RecorderError(errno: errno, path: path) }
    }

    /// Bytes from `offset` on, fewer than asked for only at the end.
    func read(_ count: Int, at offset: Int) throws(RecorderError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress.map { $0 + done }, count - done,
                    off_t(offset + done))
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw RecorderError(errno: errno, path: path) }
            if got == 0 { break }
            done += got
        }
        bytes.removeLast(count - done)
        return bytes
    }
}
