import Glibc
public import Storage
public import Trust

extension PayloadSeal: PayloadCodec {}

/// The key that a sealed store is opened with: 32 bytes in `store.key`, 0600, beside the store.
///
/// It keeps what a copy of the store alone says from whoever has that copy; who can read the whole
/// state directory has the key as well.
enum StoreKey {
    static let name = "store.key"
    private static let count = 32

    /// - Returns: nil if there is no key.
    static func read(
        in directory: String, named name: String = StoreKey.name
    ) throws(BrokerAccessError) -> PayloadSeal? {
        let path = directory + "/" + name
        do throws(BrokerAccessError) {
            guard let seal = PayloadSeal(key: try KeyFile.bytes(path)) else {
                throw .notAKey(path: path)
            }
            return seal
        } catch .missing {
            return nil
        } catch {
            throw error
        }
    }

    /// The key that is there, or a fresh one. The directory must be there.
    static func readOrMake(in directory: String, named name: String = StoreKey.name) throws
        -> PayloadSeal
    {
        if let found = try read(in: directory, named: name) { return found }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try put(key, in: directory, named: name)
        guard let seal = PayloadSeal(key: key) else {
            preconditionFailure("A store's key has 32 bytes.")
        }
        return seal
    }

    /// Whole or not at all: a key that is cut short would open nothing.
    static func put(_ bytes: [UInt8], in directory: String, named name: String) throws {
        let path = directory + "/" + name
        let draft = path + ".new"
        unlink(draft)
        try write(bytes, to: draft)
        guard rename(draft, path) == 0 else { throw failure(directory, errno) }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(directory, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(directory, errno) }
    }

    /// Overwrites a key, on the disk, and takes it away; no key is fine.
    ///
    /// - Throws: `StorageError` when the key may still be there.
    static func forget(_ name: String, in directory: String) throws(StorageError) {
        let path = directory + "/" + name
        let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 {
            defer { close(descriptor) }
            // What the disk below keeps of the old bytes is beyond a program's reach.
            let zeros = [UInt8](repeating: 0, count: max(fileSize(descriptor), count))
            guard pwrite(descriptor, zeros, zeros.count, 0) == zeros.count, fsync(descriptor) == 0
            else { throw failure(path, errno) }
        } else if errno != ENOENT {
            throw failure(path, errno)
        }
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path, errno) }
        // Gone also after a power cut.
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0, errno == ENOENT { return }
        guard folder >= 0 else { throw failure(directory, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure(directory, errno) }
    }

    private static func fileSize(_ descriptor: Int32) -> Int {
        Int(max(lseek(descriptor, 0, SEEK_END), 0))
    }

    private static func write(_ key: [UInt8], to path: String) throws(StorageError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, key, key.count) == key.count, fsync(descriptor) == 0 else {
            throw failure(path, errno)
        }
    }

    static func failure(_ path: String, _ code: Int32) -> StorageError {
        switch code {
        case EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT: .full(path: path)
        default: .directoryUnusable(path: path, cause: String(cString: strerror(code)))
        }
    }
}
