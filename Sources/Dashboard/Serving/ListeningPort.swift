import FlyingSocks
import Glibc

/// A bound and listening socket, not yet served.
struct ListeningPort: Sendable {
    let socket: Socket

    /// On this machine's own address; port 0 takes a free one.
    init(host: String, port: UInt16) throws(ServingError) {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        do {
            if host.contains(":") {
                socket = try Self.bound(AF_INET6, to: .inet6(ip6: host, port: port))
            } else {
                let address = host == "localhost" ? "127.0.0.1" : host
                socket = try Self.bound(AF_INET, to: .inet(ip4: address, port: port))
            }
        } catch {
            throw ServingError(error, place: place, port: port)
        }
    }

    /// A local socket. The caller has seen to it that nothing lies at `path`, and sets the file's
    /// mode before it says where it is.
    init(path: String) throws(ServingError) {
        // One byte of the address is the zero at its end.
        guard path.utf8.count < 104 else {
            throw .failed(place: path, why: "the path is longer than a socket's may be")
        }
        do { socket = try Self.bound(AF_UNIX, to: .unix(path: path)) } catch {
            throw ServingError(error, place: path, port: nil)
        }
    }

    /// The port that was taken.
    var port: UInt16? {
        switch try? socket.sockname() {
        case .ip4(_, let port), .ip6(_, let port): port
        default: nil
        }
    }

    func close() { try? socket.close() }

    private static func bound(_ family: Int32, to address: some SocketAddress) throws -> Socket {
        let socket = try Socket(domain: family)
        do {
            _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
            if family != AF_UNIX { try socket.setValue(true, for: .localAddressReuse) }
            try socket.bind(to: address)
        } catch {
            try? socket.close()
            throw error
        }
        try socket.listen(maxPendingConnection: 1_024)  // Closes the socket if it fails.
        return socket
    }
}
