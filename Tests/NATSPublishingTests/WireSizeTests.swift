import Foundation
import Publishing
import Synchronization
import TestKit
import Testing

@testable import NATSPublishing

/// What an event is said to take up is what goes over the line.
@Suite(.serialized, .timeLimit(.minutes(1))) struct WireSizeTests {
    @Test func itIsWhatTheLineCarries() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let sent = Mutex<[UInt8]>([])
        let port = server.port
        let proxy = try LoopbackServer { connection in
            guard let upstream = LoopbackServer.Connection.opened(toPort: port) else { return }
            Thread.detachNewThread {
                while let bytes = upstream.read(), connection.write(bytes) {}
                connection.cut()
            }
            while let bytes = connection.read() {
                sent.withLock { $0 += bytes }
                guard upstream.write(bytes) else { break }
            }
            upstream.cut()
        }
        let publisher = JetStreamPublisher(
            broker: try BrokerURL("nats://127.0.0.1:\(proxy.port)"))
        _ = try await publisher.connect()
        let events = (1...20).map { number in
            event(number).adding([
                .init(name: "Content-Type", value: "application/cloudevents+json"),
                .init(name: "Sa-Signature", value: String(repeating: "s", count: 437)),
            ])
        }
        for event in events { #expect(await publisher.publish([event]).acknowledged == 1) }
        await publisher.close()
        let text = String(decoding: sent.withLock { $0 }, as: UTF8.self)
        let start = try #require(text.range(of: "HPUB health."))
        let carried = text[start.lowerBound...]
            // A closing client may still have answered a PING.
            .replacingOccurrences(of: "PONG\r\n", with: "")
            .replacingOccurrences(of: "PING\r\n", with: "").utf8.count
        let expected = events.reduce(0) { $0 + WireSize.bytes(of: $1) }
        // The reply's subject ends in the batch's number and the place in it.
        #expect(abs(carried - expected) <= 5 * events.count, "\(carried), not \(expected)")
    }
}
