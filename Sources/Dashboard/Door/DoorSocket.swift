import Glibc

/// The few calls on local sockets that FlyingSocks does not make.
enum DoorSocket {
    /// Whether somebody listens there.
    static func isAnswered(_ path: String) -> Bool {
        guard case .success(let descriptor) = connected(to: path) else { return false }
        close(descriptor)
        return true
    }

    /// A connection, or the system's number for why there is none.
    static func connected(to path: String) -> Result<Int32, SystemCode> {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return .failure(SystemCode(errno)) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            close(descriptor)
            return .failure(SystemCode(ENAMETOOLONG))
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else {
            let failure = SystemCode(errno)
            close(descriptor)
            return .failure(failure)
        }
        return .success(descriptor)
    }

    /// The user at the other end, as the kernel knows it; nil if it does not say.
    static func peer(of descriptor: Int32) -> uid_t? {
        // What `struct ucred` holds: process, user, group.
        var credentials: (pid: pid_t, uid: uid_t, gid: gid_t) = (0, .max, .max)
        let size = MemoryLayout.size(ofValue: credentials)
        var length = socklen_t(size)
        let code = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        return code == 0 && Int(length) == size ? credentials.uid : nil
    }
}

/// A number of `errno`.
struct SystemCode: Error, Equatable {
    let value: Int32

    init(_ value: Int32) { self.value = value }
}
