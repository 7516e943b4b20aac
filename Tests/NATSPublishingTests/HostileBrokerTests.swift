import Foundation
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// A server that speaks broken NATS to the real client: it must not crash, not grow, not hang,
/// and say what is wrong in a typed error.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileBrokerTests {
    private static let info =
        #"INFO {"server_id":"x","version":"2.15.1","max_payload":1048576,"headers":true}"# + "\r\n"

    /// Greets as a broker does and answers the client's first PING.
    static func greet(_ connection: LoopbackServer.Connection) -> Bool {
        guard connection.write(info) else { return false }
        var heard: [UInt8] = []
        while !String(decoding: heard, as: UTF8.self).contains("PING\r\n") {
            guard let bytes = connection.read(), heard.count < 65_536 else { return false }
            heard += bytes
        }
        return connection.write("PONG\r\n")
    }

    private func settings(_ server: LoopbackServer) throws -> BrokerSettings {
        BrokerSettings(broker: try BrokerURL("nats://127.0.0.1:\(server.port)"))
    }

    /// The error that ends a connection, or nil when it lasts half a second.
    private func ending(_ server: LoopbackServer) throws -> PublishingError? {
        let settings = try settings(server)
        do throws(PublishingError) {
            let connection = try BrokerConnection(settings)
            _ = try connection.request("any", "", milliseconds: 500)
            return connection.ending
        } catch {
            return error
        }
    }

    @Test("T18: nonsense instead of a greeting is a typed error", arguments: Bytes.greetings)
    fileprivate func greeting(_ bytes: Bytes) throws {
        let server = try LoopbackServer { connection in
            connection.write(bytes.text)
            if !bytes.text.isEmpty { connection.cut() } else { _ = connection.read() }
        }
        #expect(try ending(server) != nil)
    }

    /// As a broker does that reads its rights anew while somebody comes in.
    @Test func whoHangsUpWithoutAWordIsNoStranger() throws {
        let server = try LoopbackServer { connection in
            guard connection.write(Self.info) else { return }
            _ = connection.read()
            connection.cut()
        }
        let broker = "nats://127.0.0.1:\(server.port)"
        let ending = try #require(try ending(server))
        #expect(ending == .connectionLost(broker: broker))
        #expect(
            ending.description == "Lost the connection to the broker (\(broker)). Events wait in "
                + "the outbox until it is back.")
    }

    @Test("T18: broken messages end the connection with a typed error", arguments: Bytes.messages)
    fileprivate func operation(_ bytes: Bytes) throws {
        let server = try LoopbackServer { connection in
            guard Self.greet(connection) else { return }
            connection.write(bytes.text)
            while connection.read() != nil {}
        }
        let ending = try ending(server)
        // What never completes is not wrong yet; whatever ends it, it is one of these.
        switch ending {
        case nil, .protocolBroken, .connectionLost: break
        default: Issue.record("\(String(describing: ending))")
        }
        if bytes.name == "unknown" {
            #expect(ending == .protocolBroken(broker: "nats://127.0.0.1:\(server.port)"))
        }
    }

    @Test("T18: floods do not grow the client", arguments: Bytes.floods)
    fileprivate func flood(_ bytes: Bytes) throws {
        let server = try LoopbackServer { connection in
            guard Self.greet(connection) else { return }
            let many = Array(
                String(repeating: bytes.text, count: 65_536 / bytes.text.utf8.count).utf8)
            // 16 MiB of it.
            for _ in 0..<256 { guard connection.write(many) else { return } }
        }
        // The first flood fills the allocator's pools; a client that kept what came would grow by
        // 16 MiB with each.
        var growths: [Int] = []
        for _ in 0..<3 {
            let before = try residentBytes()
            let connection = try BrokerConnection(settings(server))
            _ = try? connection.request("any", "", milliseconds: 600)
            #expect(connection.heard().refusals.count <= ConnectionEars.refusalCountMax)
            growths.append(Int(try residentBytes() - before))
        }
        // What may be held, 4 MiB, and as much again for buffers.
        #expect(growths.min() ?? .max < 8 << 20, "\(growths)")
    }

    @Test("T18: random bytes after the greeting never crash the client")
    func noise() throws {
        var generator = SeededGenerator(seed: 18)
        let words = [
            "MSG", "HMSG", "PING", "PONG", "INFO {", "-ERR '", "+OK", "\r\n", " 1 ", " 5 ",
        ]
        for _ in 0..<60 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                bytes += Array((words.randomElement(using: &generator) ?? "").utf8)
                for _ in 0..<Int.random(in: 0...6, using: &generator) {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                }
            }
            let noise = bytes
            let server = try LoopbackServer { connection in
                guard Self.greet(connection) else { return }
                connection.write(noise)
                connection.cut()
            }
            let settings = try settings(server)
            #expect(throws: PublishingError.self) {
                let connection = try BrokerConnection(settings)
                _ = try connection.request("any", "", milliseconds: 5_000)
                if let ending = connection.ending { throw ending }
            }
        }
    }

    @Test("T18: a TLS handshake that never comes is given up")
    func silence() throws {
        let authority = try TestAuthority()
        let server = try LoopbackServer { connection in
            connection.write(#"INFO {"server_id":"x","max_payload":1024,"tls_required":true}"#)
            connection.write("\r\n")
            while connection.read() != nil {}
        }
        let settings = BrokerSettings(
            broker: try BrokerURL("tls://127.0.0.1:\(server.port)"),
            security: BrokerSecurity(authorityFile: authority.authorityFile))
        let clock = ContinuousClock()
        let before = clock.now
        #expect(throws: PublishingError.self) { _ = try BrokerConnection(settings) }
        #expect(clock.now - before < .seconds(HandshakeGuard.seconds + 5))
    }
}

/// What a hostile broker sends, under a name fit for a test's report.
private struct Bytes: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    var testDescription: String { name }

    static let greetings = [
        Bytes("silence", ""), Bytes("an empty line", "\r\n"),
        Bytes("another protocol", "HELLO\r\n"),
        Bytes("no JSON", "INFO\r\n"), Bytes("torn JSON", "INFO {\r\n"),
        Bytes("an array", "INFO []\r\n"), Bytes("no end", #"INFO {"max_payload":"#),
        Bytes("a negative size", "INFO {\"max_payload\":-1}\r\n"),
        Bytes("a huge number", "INFO {\"port\":99999999999999999999}\r\n"),
        Bytes("an error", "-ERR 'go away'\r\n"), Bytes("a ping", "PING\r\n"),
        Bytes("zeros", "\u{0}\u{1}\u{2}"),
        Bytes("a zero in text", "INFO {\"nonce\":\"\u{0}\"}\r\n"),
        Bytes("deep arrays", "INFO " + String(repeating: "[", count: 100_000) + "\r\n"),
        Bytes("deep objects", "INFO " + String(repeating: #"{"a":"#, count: 20_000) + "\r\n"),
        Bytes("a line without end", String(repeating: "A", count: 1_000_000)),
    ]

    static let messages = [
        Bytes("unknown", "FOO\r\n"), Bytes("MSG alone", "MSG\r\n"),
        Bytes("a size that is none", "MSG a 1 x\r\nhello\r\n"),
        Bytes("a negative size", "MSG a 1 -5\r\nhello\r\n"),
        Bytes("a huge size", "MSG a 1 99999999999999999999\r\nhello\r\n"),
        // Not 2³¹ − 1: every cnats up to 3.13 adds to it without looking and dies of it
        // (parser.c, the jump ahead into MSG_PAYLOAD). SECURITY.md says so.
        Bytes("a GiB announced", "MSG a 1 1073741824\r\nhello\r\n"),
        Bytes("too few words", "MSG a\r\n"), Bytes("too many words", "MSG a 1 2 3 4 5 6\r\n"),
        Bytes("headers longer than all", "HMSG a 1 50 10\r\nNATS/1.0\r\n\r\n\r\n"),
        Bytes("negative headers", "HMSG a 1 -1 -1\r\n\r\n"),
        Bytes("torn headers", "HMSG a 1 12\r\n"),
        Bytes("headers without a name", "HMSG a 1 19 19\r\nNATS/1.0\r\n:::\r\n\r\n\r\n"),
        Bytes("almost PONG", "PONX\r\n"), Bytes("almost -ERR", "-ERX\r\n"),
        Bytes("almost +OK", "+OX\r\n"), Bytes("almost INFO", "INFX\r\n"),
        Bytes("a subject without end", "MSG " + String(repeating: "a", count: 70_000)),
        Bytes("a long error", "-ERR '" + String(repeating: "e", count: 70_000) + "'\r\n"),
    ]

    static let floods = [
        Bytes("pings", "PING\r\n"),
        Bytes("refusals", "-ERR 'Permissions Violation for Publish to \"a.b\"'\r\n"),
        Bytes("messages for nobody", "MSG nobody 99 5\r\nhello\r\n"),
        Bytes("messages for the inbox", "MSG inbox 1 5\r\nhello\r\n"),
        Bytes("other servers", "INFO {\"connect_urls\":[\"a:1\"]}\r\n"),
    ]
}

/// What this process holds in memory, bytes.
func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(text.split(separator: " ")[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
