import Foundation
import Glibc

/// A real nats-server with JetStream on a free port of 127.0.0.1, its store in a temporary
/// directory, stopped by its process id when the test lets go of it.
public final class NATSServer {
    public enum Version { case pinned, debian }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let folder: String
    public private(set) var port: Int
    private let binary: String
    private let options: [String]
    private var process: pid_t?

    /// `nats://127.0.0.1:<port>`
    public var url: String { "nats://127.0.0.1:\(port)" }

    /// Starts it and waits until it takes connections.
    /// - Parameters:
    ///   - port: nil for a free one.
    ///   - options: further command-line options of nats-server.
    public init(
        _ version: Version = .pinned, port: Int? = nil, options: [String] = [], root: String
    ) throws {
        binary = try Self.binary(version, root)
        self.options = options
        self.port = try port ?? Self.freePort()
        var template = Array("/tmp/nats-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(
                description: "no temporary directory: \(String(cString: strerror(errno)))")
        }
        folder = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Kills it as a power cut would: SIGKILL, nothing flushed.
    public func kill() { end(with: SIGKILL) }

    public func stop() { end(with: SIGTERM) }

    /// Where the messages lie; to be copied while it is stopped.
    public var storeFolder: String { folder + "/store" }

    /// Makes it read its configuration again.
    public func reload() {
        if let process { _ = Glibc.kill(process, SIGHUP) }
    }

    /// Starts it again on the same port and store.
    public func start() throws {
        guard process == nil else { return }
        var arguments =
            [
                binary, "-js", "-sd", storeFolder, "-a", "127.0.0.1", "-p", String(port),
                "-l", folder + "/log",
            ] + options
        let started = try Self.spawn(&arguments)
        process = started
        try awaitConnection(started)
    }

    /// A port nobody listens on at the moment of asking.
    public static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw Failure(description: "no free port on 127.0.0.1") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension NATSServer {
    private static func binary(_ version: Version, _ root: String) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let places: [String?] =
            switch version {
            case .pinned: [environment["HEALTHYPI_NATS_SERVER"], root + "/.tools/bin/nats-server"]
            case .debian:
                [
                    environment["HEALTHYPI_NATS_SERVER_OLD"], "/usr/sbin/nats-server",
                    "/usr/bin/nats-server",
                ]
            }
        if let found = places.compactMap({ $0 }).first(where: { access($0, X_OK) == 0 }) {
            return found
        }
        throw Failure(
            description: "nats-server (\(version)) is not installed. Run: make tools")
    }

    private static func spawn(_ arguments: inout [String]) throws -> pid_t {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, arguments[0], nil, nil, &pointers, environ)
        guard code == 0 else {
            throw Failure(
                description: "cannot start \(arguments[0]): \(String(cString: strerror(code)))")
        }
        return started
    }

    private func awaitConnection(_ started: pid_t) throws {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline {
            if Self.takesConnections(port) { return }
            var status: Int32 = 0
            if waitpid(started, &status, WNOHANG) == started {
                process = nil
                throw Failure(description: "nats-server ended at once; see \(folder)/log")
            }
            _ = poll(nil, 0, 10)
        }
        stop()
        throw Failure(description: "nats-server took no connection within 15 s")
    }

    /// True when the server on this port greets with INFO: listening alone is not ready.
    private static func takesConnections(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        var greeting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return connected && poll(&greeting, 1, 1_000) == 1
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func end(with signal: Int32) {
        guard let running = process else { return }
        process = nil
        _ = Glibc.kill(running, signal)
        var status: Int32 = 0
        _ = waitpid(running, &status, 0)
    }
}
