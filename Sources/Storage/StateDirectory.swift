import Glibc

/// The directory that holds everything an instance must not lose: 0700, its files 0600, one
/// writer at a time.
struct StateDirectory: Sendable {
    let path: String

    var store: String { path + "/store.sqlite" }

    /// Makes the directory and its parents if they are not there; refuses one that others own or
    /// may write into.
    init(making path: String) throws(StorageError) {
        self.path = path
        try Self.make(path)
        try check()
    }

    /// A directory that must be there already.
    init(existing path: String) throws(StorageError) {
        self.path = path
        guard access(path + "/store.sqlite", F_OK) == 0 else { throw .nothingStored(path: path) }
        try check()
    }

    /// Makes an empty file readable by its owner only, or closes an existing one to others.
    func makePrivate(_ file: String) throws(StorageError) {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable(errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw unusable(errno) }
    }

    private static func make(_ path: String) throws(StorageError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex
        else { throw .directoryUnusable(path: path, cause: String(cString: strerror(errno))) }
        try make(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .directoryUnusable(path: path, cause: String(cString: strerror(errno)))
        }
    }

    private func check() throws(StorageError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw unusable(errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw unusable(ENOTDIR) }
        guard status.st_uid == geteuid() else { throw .directoryOfAnotherUser(path: path) }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw .directoryWritableByOthers(path: path, mode: status.st_mode & 0o7777)
        }
    }

    func unusable(_ code: Int32) -> StorageError {
        switch code {
        case EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT: .full(path: path)
        default: .directoryUnusable(path: path, cause: String(cString: strerror(code)))
        }
    }
}
