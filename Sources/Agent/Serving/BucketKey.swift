import Glibc
public import Storage
import Trust

/// The key that baselines are sealed with before they go into the agent's bucket: 32 bytes in
/// `bucket.key`, 0600, in the state directory. The broker never has it.
public enum BucketKey {
    static let name = "bucket.key"

    static func readOrMake(in directory: String) throws -> PayloadSeal {
        try StoreKey.readOrMake(in: directory, named: name)
    }

    /// Makes everything that was ever sealed with it unreadable, wherever copies of that lie. The next
    /// start makes a fresh key. No key is fine.
    ///
    /// - Throws: `StorageError` when the key is still there: then nothing has become unreadable.
    public static func forget(in directory: String) throws(StorageError) {
        let path = directory + "/" + name
        let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor >= 0 {
            defer { close(descriptor) }
            // What the disk below keeps of the old bytes is beyond a program's reach.
            let zeros = [UInt8](repeating: 0, count: 32)
            guard pwrite(descriptor, zeros, zeros.count, 0) == zeros.count, fsync(descriptor) == 0
            else { throw StoreKey.failure(path, errno) }
        } else if errno != ENOENT {
            throw StoreKey.failure(path, errno)
        }
        guard unlink(path) == 0 || errno == ENOENT else { throw StoreKey.failure(path, errno) }
        // Gone also after a power cut.
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw StoreKey.failure(directory, errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw StoreKey.failure(directory, errno) }
    }
}
