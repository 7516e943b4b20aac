import Foundation
import Glibc

/// Small files that hold keys and certificates.
enum KeyFile {
    /// More than this is no key and no chain of certificates.
    static let bytesMax = 65_536

    /// What others must not do with a file, and another user not own.
    enum Closed: mode_t {
        /// A key.
        case secret = 0o077
        /// What decides whom to believe.
        case trusted = 0o022
        /// What is checked by other means.
        case open = 0
    }

    static func read(
        _ path: String, _ closed: Closed = .secret
    ) throws(BrokerAccessError) -> String {
        String(decoding: try bytes(path, closed), as: UTF8.self)
    }

    static func bytes(
        _ path: String, _ closed: Closed = .secret
    ) throws(BrokerAccessError) -> [UInt8] {
        // Not blocking: what stands there could be a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            guard code != ENOENT, code != ENOTDIR else { throw .missing(path: path) }
            throw .unreadable(path: path, cause: String(cString: strerror(code)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            (1...bytesMax).contains(Int(status.st_size))
        else { throw .notAKey(path: path) }
        if closed != .open {
            // Root's, too: a service manager hands credentials over so.
            guard status.st_uid == geteuid() || status.st_uid == 0 else {
                throw .ofAnotherUser(path: path)
            }
            guard status.st_mode & closed.rawValue == 0 else {
                throw .openToOthers(path: path, mode: status.st_mode & 0o7777)
            }
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let left = bytes.count - count
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, left)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else {
                throw .unreadable(path: path, cause: String(cString: strerror(errno)))
            }
            count += got
        }
        return bytes
    }
}
