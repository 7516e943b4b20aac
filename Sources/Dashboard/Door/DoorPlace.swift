import Foundation
import Glibc

/// Where the door is: a socket's file that only its owner can open.
struct DoorPlace {
    let path: String
    /// Held for as long as the door is open: who has it may replace a socket left by a crash.
    private let lock: Int32
    let listening: ListeningPort

    static let name = "agent.sock"

    /// Opens a door; a socket that a dead process left is replaced, one of a living process is not.
    init(path: String) throws(DoorError) {
        guard path.utf8.count < 104 else { throw .pathTooLong(path) }
        let folder = (path as NSString).deletingLastPathComponent
        try Self.checkFolder(folder)
        let lock = try Self.takeLock(path + ".lock", of: path)
        do {
            try Self.clear(path)
            listening = try Self.listen(path)
        } catch {
            close(lock)
            throw error
        }
        self.path = path
        self.lock = lock
    }

    /// To be called when nobody is served any more.
    func end() {
        unlink(path)
        close(lock)
    }

    /// A folder that others can write to is one in which others can put a door of their own.
    private static func checkFolder(_ folder: String) throws(DoorError) {
        var status = stat()
        guard stat(folder, &status) == 0 else { throw .noFolder(folder) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .noFolder(folder) }
        guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
            throw .folderOpenToOthers(folder)
        }
    }

    private static func takeLock(_ file: String, of path: String) throws(DoorError) -> Int32 {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .notWritable(path, String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path)
        }
        return descriptor
    }

    private static func clear(_ path: String) throws(DoorError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        // Whoever listens there without our lock is no agent of this version, and still there.
        guard !DoorSocket.isAnswered(path) else { throw .inUse(path) }
        guard unlink(path) == 0 else {
            throw .notWritable(path, String(cString: strerror(errno)))
        }
    }

    private static func listen(_ path: String) throws(DoorError) -> ListeningPort {
        let listening: ListeningPort
        do throws(ServingError) { listening = try ListeningPort(path: path) } catch {
            throw .notWritable(path, error.description)
        }
        guard chmod(path, 0o600) == 0 else {
            let why = String(cString: strerror(errno))
            listening.close()
            unlink(path)
            throw .notWritable(path, why)
        }
        return listening
    }
}
