import Dispatch
import Glibc
import Synchronization

/// Ends an attempt to connect that takes too long.
///
/// cnats 3.4.1 waits without limit for a TLS handshake that never comes (mended in 3.11), and
/// keeps the socket to itself. So the sockets are compared: one that came to be since and leads
/// to the broker's port is shut down, and the handshake fails.
final class HandshakeGuard: Sendable {
    static let seconds = 3.0

    private let port: UInt16
    private let hasEnded = Mutex(false)
    private let socketsBefore: Set<Int32>

    init(port: UInt16) {
        self.port = port
        socketsBefore = Self.sockets(to: port)
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.seconds) { self.cutIfStuck() }
    }

    func end() { hasEnded.withLock { $0 = true } }

    private func cutIfStuck() {
        hasEnded.withLock { hasEnded in
            guard !hasEnded else { return }
            for socket in Self.sockets(to: port).subtracting(socketsBefore) {
                _ = shutdown(socket, Int32(SHUT_RDWR))
            }
        }
    }

    /// This process's sockets whose other end is at this port.
    private static func sockets(to port: UInt16) -> Set<Int32> {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var found: Set<Int32> = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let descriptor = Int32(name), peerPort(of: descriptor) == port {
                found.insert(descriptor)
            }
        }
        return found
    }

    private static func peerPort(of descriptor: Int32) -> UInt16? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            let isSocket = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(descriptor, $0, &length) == 0
            }
            guard isSocket else { return nil }
            // The port lies at the same place in an IPv4 and an IPv6 address.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }
}
