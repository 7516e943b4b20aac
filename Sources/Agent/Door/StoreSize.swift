import Glibc

/// How much room the store takes up, with its log.
enum StoreSize {
    static func bytes(in directory: String) -> Int {
        ["store.sqlite", "store.sqlite-wal"].reduce(0) { sum, name in
            var status = stat()
            return stat(directory + "/" + name, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }
}
