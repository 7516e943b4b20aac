import Glibc

extension Store {
    /// Renames a damaged store and its companions out of the way, so that a fresh one can be made
    /// in their place. Nothing is deleted. Only ever done when asked for.
    ///
    /// - Returns: the new path of the main file, `store.sqlite.damaged-<n>`.
    public static func setDamagedAside(directory: String) throws(StorageError) -> String {
        let place = try StateDirectory(existing: directory)
        let lock = try WriterLock(place)
        defer { withExtendedLifetime(lock) {} }
        var number = 1
        while fileExists("\(place.store).damaged-\(number)") { number += 1 }
        let aside = "\(place.store).damaged-\(number)"
        for suffix in ["-wal", "-shm", ""] where fileExists(place.store + suffix) {
            guard rename(place.store + suffix, aside + suffix) == 0 else {
                throw place.unusable(errno)
            }
        }
        return aside
    }
}
