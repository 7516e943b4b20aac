import Foundation
import Glibc

/// A server on 127.0.0.1 that does with each connection what a test says, one thread each.
public final class LoopbackServer: Sendable {
    public let port: Int
    private let descriptor: Int32

    /// - Parameter serve: owns the connection's descriptor until it returns; then it is closed.
    public init(serve: @escaping @Sendable (Connection) -> Void) throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, length) == 0 && listen(listening, 16) == 0
                    && getsockname(listening, $0, &length) == 0
            }
        }
        guard isBound else {
            throw NATSServer.Failure(description: "no free port on 127.0.0.1")
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        descriptor = listening
        Thread.detachNewThread {
            while true {
                let accepted = accept(listening, nil, nil)
                guard accepted >= 0 else { return }
                Thread.detachNewThread {
                    let connection = Connection(descriptor: accepted)
                    serve(connection)
                    connection.close()
                }
            }
        }
    }

    deinit {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
        _ = Glibc.close(descriptor)
    }

    /// How many connections this process may hold at once: its limit of open files is raised as far
    /// as it may be, and a quarter of it is left to everything else.
    public static func connectionsPossible(upTo wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return wanted
        }
        let needed = rlim_t(2 * wanted)
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(needed, limit.rlim_max)
            _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            _ = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return min(wanted, Int(min(limit.rlim_cur, needed)) * 3 / 4)
    }

    public struct Connection: Sendable {
        public let descriptor: Int32

        public static func opened(toPort port: Int) -> Connection? {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = loopback(port: port)
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isConnected { return Connection(descriptor: descriptor) }
            _ = Glibc.close(descriptor)
            return nil
        }

        /// What has come, at least one byte; nil at the end.
        public func read(atMost count: Int = 65_536) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: count)
            let received = recv(descriptor, &bytes, count, 0)
            return received > 0 ? Array(bytes[..<received]) : nil
        }

        /// - Returns: false when the other side is gone.
        @discardableResult public func write(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        @discardableResult public func write(_ text: String) -> Bool { write(Array(text.utf8)) }

        /// Ends both directions at once, as a cut cable seen from here.
        public func cut() { _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }

        public func close() { _ = Glibc.close(descriptor) }
    }
}

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
