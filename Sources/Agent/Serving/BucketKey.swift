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
        try StoreKey.forget(name, in: directory)
    }
}
