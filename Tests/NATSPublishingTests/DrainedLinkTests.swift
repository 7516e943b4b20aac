import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// The end of a link that answers: what has come is still handed out, and can be answered.
@Suite(.serialized, .timeLimit(.minutes(1))) struct DrainedLinkTests {
    @Test func whatHadComeIsHandedOutAndThenTheInboxEnds() async throws {
        let server = try server()
        let running = RunningLink(try BrokerURL(server.url))
        let inbox = await running.link.subscribe("asked", group: "g", countMax: 1_000)
        await running.connected()
        let asker = try BrokerConnection(BrokerURL(server.url), agent: AgentName("asker"))
        for number in 0..<500 {
            try asker.send([UInt8(number % 256)], to: "asked", replyToken: "t")
        }
        try asker.flush(milliseconds: 5_000)
        await running.link.drain()
        var count = 0
        for await message in inbox {
            try await running.link.publish(message.payload, to: try #require(message.replySubject))
            count += 1
        }
        #expect(count == 500)
        try await running.link.flush()
        for _ in 0..<500 { #expect(try asker.receive(milliseconds: 5_000)?.payload.count == 1) }
        // Nobody is there any more, and the broker says so at once.
        #expect(try asker.request("asked", [], milliseconds: 5_000)?.status == 503)
        await running.stop()
    }

    @Test func aHeaderThatCameTwiceIsKnownAsSuch() async throws {
        let server = try server()
        let running = RunningLink(try BrokerURL(server.url))
        let inbox = await running.link.subscribe("said")
        await running.connected()
        let head = "NATS/1.0\r\nOne: a\r\nTwo: b\r\nOne: c\r\n\r\n"
        let line = "HPUB said \(head.utf8.count) \(head.utf8.count)\r\n\(head)\r\n"
        let client = try RawClient(port: server.port)
        defer { withExtendedLifetime(client) {} }
        try client.say(line)
        var messages = inbox.makeAsyncIterator()
        let message = await messages.next()
        #expect(message?.repeatedHeaders == ["One"])
        #expect(message?.headers == ["One": "a", "Two": "b"])
        await running.stop()
    }
}
