import Foundation
import Glibc

/// A browser's half of the live page, as far as a measurement needs it.
final class PageVisitor {
    private let descriptor: Int32
    private var held: [UInt8] = []

    /// Nil while nobody listens there.
    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    static func waiting(port: UInt16, seconds: Double = 30) throws -> PageVisitor {
        let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
        while ContinuousClock.now < deadline {
            if let visitor = PageVisitor(port: port) { return visitor }
            Thread.sleep(forTimeInterval: 0.001)
        }
        throw Failure("Nobody listens on port \(port).")
    }

    /// The body of a file.
    static func file(_ path: String, port: UInt16) throws -> String {
        let visitor = try waiting(port: port)
        visitor.write("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
        while visitor.fill() {}
        let text = String(decoding: visitor.held, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 200 "), let end = text.range(of: "\r\n\r\n") else {
            throw Failure("\(path) is not served.")
        }
        return String(text[end.upperBound...])
    }

    func watch(port: UInt16) throws {
        write(
            "GET /live HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Origin: http://127.0.0.1:\(port)\r\n\r\n")
        let empty = Array("\r\n\r\n".utf8)
        while true {
            for end in held.indices.dropFirst(3) where held[(end - 3)...end].elementsEqual(empty) {
                held.removeFirst(end + 1)
                return
            }
            guard fill() else { throw Failure("The page's socket was refused.") }
        }
    }

    /// The next message.
    func message() throws -> String {
        while true {
            if let text = takeFrame() { return text }
            guard fill() else { throw Failure("The page's socket has ended.") }
        }
    }

    private func takeFrame() -> String? {
        guard held.count >= 2 else { return nil }
        var (head, length) = (2, Int(held[1] & 0x7F))
        if length >= 126 {
            head = length == 126 ? 4 : 10
            guard held.count >= head else { return nil }
            length = held[2..<head].reduce(0) { $0 << 8 | Int($1) }
        }
        guard held.count >= head + length else { return nil }
        let text = String(decoding: held[head..<(head + length)], as: UTF8.self)
        held.removeFirst(head + length)
        return text
    }

    private func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        held += bytes[..<count]
        return true
    }

    private func write(_ text: String) {
        _ = text.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }
}
