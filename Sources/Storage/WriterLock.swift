import Glibc

/// Held for as long as an agent writes into a state directory; the kernel lets go of it when the
/// process ends, however it ends.
final class WriterLock: Sendable {
    private let descriptor: Int32

    init(_ directory: StateDirectory) throws(StorageError) {
        let path = directory.path + "/store.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw directory.unusable(errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.readHolder(descriptor)
            close(descriptor)
            throw .inUse(path: directory.path, process: holder)
        }
        Self.writeHolder(descriptor)
    }

    deinit { close(descriptor) }

    private static func readHolder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes[..<count], as: UTF8.self))
    }

    /// The number only helps people; the lock itself is what counts.
    private static func writeHolder(_ descriptor: Int32) {
        let bytes = Array("\(getpid())".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }
}
