import Glibc

/// The one folder in which a demonstration keeps everything. It goes with the demonstration; one
/// that was killed is cleared away by the next.
///
/// Whoever made it holds a lock on the folder itself (`flock`) for as long as the process lives; the
/// kernel lets go of it at the process's death, however it died. So the dead are told from the
/// living without a process id, which may be somebody else's by now.
public final class DemoFolder: Sendable {
    /// 0700, its owner's.
    public let path: String
    /// Holds the lock.
    private let descriptor: Int32

    static let prefix = "healthypi-agent-demo-"
    /// Without it a folder of such a name is none of ours, and stays.
    static let mark = ".healthypi-demo"
    /// Until somebody else's clearing away does not come between.
    private static let attemptsMax = 100

    /// - Parameter parent: the folder for temporary files.
    public init(in parent: String) throws(StorageError) {
        for _ in 0..<Self.attemptsMax {
            var template = Array((parent + "/" + Self.prefix + "XXXXXX").utf8CString)
            guard mkdtemp(&template) != nil else { throw Self.unusable(parent) }
            let path = String(
                decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard let descriptor = Self.locked(path) else { continue }
            guard Self.isStillThere(descriptor, path) else {
                close(descriptor)
                continue
            }
            guard Self.putMark(descriptor) else {
                let error = Self.unusable(path)
                rmdir(path)
                close(descriptor)
                throw error
            }
            self.path = path
            self.descriptor = descriptor
            return
        }
        throw .directoryUnusable(path: parent, cause: "no folder of one's own can be kept there")
    }

    deinit { close(descriptor) }

    /// Takes everything away. Again is no harm.
    ///
    /// - Returns: whether it is gone.
    @discardableResult
    public func remove() -> Bool {
        !Self.isStillThere(descriptor, path) || Self.clear(descriptor, path)
    }

    /// Clears away what demonstrations left that did not live to do it themselves: folders of this
    /// user, of our name and with our mark, that nobody holds.
    ///
    /// - Returns: what was removed.
    @discardableResult
    public static func removeAbandoned(in parent: String) -> [String] {
        names(in: open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
            .filter { $0.hasPrefix(prefix) }.sorted()
            .compactMap { name in
                let path = parent + "/" + name
                guard let descriptor = locked(path) else { return nil }
                defer { close(descriptor) }
                guard isOurs(descriptor), isStillThere(descriptor, path) else { return nil }
                guard hasMark(descriptor) else { return rmdir(path) == 0 ? path : nil }
                return clear(descriptor, path) ? path : nil
            }
    }

    /// Nil if it is no folder, or somebody holds it.
    private static func locked(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// It may have been cleared away between being made and being held.
    private static func isStillThere(_ descriptor: Int32, _ path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }

    private static func isOurs(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_uid == geteuid()
            && status.st_mode & 0o077 == 0
    }

    private static func putMark(_ descriptor: Int32) -> Bool {
        let file = openat(descriptor, mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let text = Array(
            ("A demonstration of healthypi-agent (process \(getpid())) keeps everything here. It "
                + "is removed at the end, or by the next demonstration.\n").utf8)
        return write(file, text, text.count) == text.count
    }

    private static func hasMark(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstatat(descriptor, mark, &status, AT_SYMLINK_NOFOLLOW) == 0
            && status.st_mode & S_IFMT == S_IFREG
    }
}

extension DemoFolder {
    /// The mark goes last, so that what was interrupted is taken up by the next.
    @discardableResult
    private static func clear(_ descriptor: Int32, _ path: String) -> Bool {
        // Whoever still writes may leave something between.
        for _ in 0..<8 {
            empty(descriptor, but: mark)
            unlinkat(descriptor, mark, 0)
            if rmdir(path) == 0 { return true }
        }
        return false
    }

    /// Follows no link out of the folder.
    private static func empty(_ descriptor: Int32, but kept: String? = nil) {
        let entries = names(in: openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        for name in entries where name != kept {
            if unlinkat(descriptor, name, 0) == 0 { continue }
            let inner = openat(
                descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { continue }
            empty(inner)
            close(inner)
            unlinkat(descriptor, name, AT_REMOVEDIR)
        }
    }

    /// Closes the descriptor; nothing if it is none.
    private static func names(in descriptor: Int32) -> [String] {
        guard descriptor >= 0 else { return [] }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func unusable(_ path: String) -> StorageError {
        switch errno {
        case EROFS: .readOnly(path: path)
        case ENOSPC, EDQUOT: .full(path: path)
        default: .directoryUnusable(path: path, cause: String(cString: strerror(errno)))
        }
    }
}
