import Foundation
import Glibc
import TestKit
import Testing

@testable import Dashboard

/// A client that reads and writes bytes, on a thread of its own so that the server is not held up.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}

/// Runs a page server on a free port while `body` talks to it.
func withServer(
    feed: PageFeed = PageFeed(), limits: ServerLimits = ServerLimits(),
    _ body: (LiveServer, Int) async throws -> Void
) async throws {
    let files = PageFiles([("/", Array("<p>page".utf8)), ("/page.css", Array("p{}".utf8))])
    let server = try LiveServer(
        host: "127.0.0.1", port: 0, feed: feed, files: files, limits: limits)
    let port = try #require(Int(server.address.split(separator: ":").last?.dropLast() ?? ""))
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await body(server, port)
}

struct PageClient: Sendable {
    let connection: LoopbackServer.Connection

    init(port: Int) throws {
        connection = try #require(LoopbackServer.Connection.opened(toPort: port))
        // A test that waits in vain fails, and does not hang.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit,
            socklen_t(MemoryLayout<timeval>.size))
    }

    /// Everything until the other side closes.
    func readAll() -> String {
        var bytes: [UInt8] = []
        while let more = connection.read() { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Up to and with the empty line.
    func readHead() -> String {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]),
            let more = connection.read(atMost: 1)
        {
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The next whole frame: its first byte and its payload.
    func readFrame() -> (first: UInt8, payload: [UInt8])? {
        guard let head = read(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length == 126 {
            guard let more = read(2) else { return nil }
            length = Int(more[0]) << 8 | Int(more[1])
        } else if length == 127 {
            guard let more = read(8) else { return nil }
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = read(length) else { return nil }
        return (head[0], payload)
    }

    /// The code that the other side closes with, whatever it says before.
    func readCloseCode() -> UInt16? {
        while let frame = readFrame() {
            if frame.first == 0x88 {
                return UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
            }
        }
        return nil
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = connection.read(atMost: count - bytes.count) else { return nil }
            bytes += more
        }
        return bytes
    }

    static func ask(port: Int, _ request: String) async throws -> String {
        let client = try PageClient(port: port)
        return await onThread {
            client.connection.write(request)
            let answer = client.readAll()
            client.connection.close()
            return answer
        }
    }

    static func get(_ path: String, port: Int, _ headers: String = "") async throws -> String {
        try await ask(
            port: port, "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)\r\n")
    }

    static func handshake(port: Int, origin: String? = nil) -> String {
        "GET /live HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Origin: \(origin ?? "http://127.0.0.1:\(port)")\r\n\r\n"
    }

    /// A browser that has been let in, and what it was answered.
    static func viewer(port: Int) async throws -> (client: PageClient, head: String) {
        let client = try PageClient(port: port)
        let head = await onThread {
            client.connection.write(handshake(port: port))
            return client.readHead()
        }
        return (client, head)
    }
}

/// A client's frame, masked as it must be.
func masked(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
    let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    let body = payload.enumerated().map { $1 ^ mask[$0 % 4] }
    let length: [UInt8] =
        payload.count <= 125
        ? [0x80 | UInt8(payload.count)]
        : [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    return [first] + length + mask + body
}

extension PageSession {
    static func sample(id: String = "s1", channels: [Channel] = []) -> PageSession {
        PageSession(
            version: "1.0", id: id, mode: .replay, title: "rest \"5\"", started: nil,
            isSynced: false, speed: 1, duration: 300, channels: channels)
    }
}
