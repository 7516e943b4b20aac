import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// A link at one end, a real broker at the other.
@Suite(.serialized, .timeLimit(.minutes(1))) struct BrokerLinkTests {
    @Test func whatIsSaidArrivesWithItsHeaders() async throws {
        let server = try server()
        let listener = RunningLink(try BrokerURL(server.url))
        let inbox = await listener.link.subscribe("health.context.*")
        await listener.connected()
        let speaker = RunningLink(try BrokerURL(server.url))
        await speaker.connected()
        try await speaker.link.publish(
            Array("450".utf8), to: "health.context.steps", headers: [("Sa-Signature", "v1.a.b")])
        var messages = inbox.makeAsyncIterator()
        #expect(
            await messages.next()
                == IncomingMessage(
                    subject: "health.context.steps", payload: Array("450".utf8),
                    headers: ["Sa-Signature": "v1.a.b"]))
        await listener.stop()
        #expect(await messages.next() == nil)
        await speaker.stop()
    }

    @Test func aGroupSharesWhatArrives() async throws {
        let server = try server()
        let members = try (0..<2).map { _ in RunningLink(try BrokerURL(server.url)) }
        var inboxes: [BrokerInbox] = []
        for member in members {
            await member.connected()
            inboxes.append(await member.link.subscribe("health.data.read", group: "healthypi"))
        }
        for number in 0..<40 {
            try await members[0].link.publish([UInt8(number)], to: "health.data.read")
        }
        var taken: [[UInt8]] = [[], []]
        let all = try await awaitCondition {
            for (index, inbox) in inboxes.enumerated() {
                taken[index] += inbox.takeAll().flatMap(\.payload)
            }
            return taken[0].count + taken[1].count >= 40
        }
        #expect(all)
        #expect((taken[0] + taken[1]).sorted() == Array(0..<40))
        #expect(!taken[0].isEmpty && !taken[1].isEmpty)
        for member in members { await member.stop() }
    }

    @Test func aSubscriptionOutlivesTheBroker() async throws {
        let server = try server()
        let running = RunningLink(try BrokerURL(server.url))
        let inbox = await running.link.subscribe("health.feedback.*")
        await running.connected()
        server.kill()
        let lost = await running.notice { if case .waiting = $0 { true } else { false } }
        guard case .waiting(_, .connectionLost(server.url)) = lost else {
            Issue.record("\(String(describing: lost))")
            return
        }
        await #expect(throws: PublishingError.connectionLost(broker: server.url)) {
            try await running.link.publish([], to: "a")
        }
        try server.start()
        await running.connected()
        try await running.link.publish([1], to: "health.feedback.01J")
        var messages = inbox.makeAsyncIterator()
        #expect(await messages.next()?.subject == "health.feedback.01J")
        await running.stop()
    }

    @Test func refusalsAreNotices() async throws {
        let (server, file) = try guardedServer(
            #"publish: ["a.>"], subscribe: ["a.>", "_INBOX_healthypi.>"]"#)
        defer { withExtendedLifetime(file) {} }
        let running = RunningLink(try agentURL(server))
        let allowed = await running.link.subscribe("a.*")
        _ = await running.link.subscribe("system.lockdown")
        await running.connected()
        let heard = await running.notice { $0 == .subscriptionRefused(subject: "system.lockdown") }
        #expect(heard != nil)
        try await running.link.publish([1], to: "b.c")
        #expect(await running.notice { $0 == .publishRefused(subject: "b.c") } != nil)
        // Neither costs the connection.
        try await running.link.publish([2], to: "a.b")
        var messages = allowed.makeAsyncIterator()
        #expect(await messages.next()?.payload == [2])
        await running.stop()
    }

    @Test func permissionsNarrowedWhileLiveAreHeard() async throws {
        let (server, file) = try guardedServer(
            #"publish: ["a.>"], subscribe: ["a.>", "_INBOX_healthypi.>"]"#)
        let running = RunningLink(try agentURL(server))
        _ = await running.link.subscribe("a.b")
        await running.connected()
        try file.write(authorization(#"publish: ["c"], subscribe: ["_INBOX_healthypi.>"]"#))
        server.reload()
        #expect(await running.notice { $0 == .subscriptionRefused(subject: "a.b") } != nil)
        try await running.link.publish([1], to: "a.b")
        #expect(await running.notice { $0 == .publishRefused(subject: "a.b") } != nil)
        await running.stop()
    }

    @Test func aUserTakenAwayWhileLiveIsHeard() async throws {
        let (server, file) = try guardedServer("")
        let running = RunningLink(try agentURL(server))
        await running.connected()
        try file.write("authorization { users: [ { user: other, password: other } ] }")
        server.reload()
        let refused = await running.notice {
            if case .waiting(_, .loginRevoked(server.url)) = $0 { true } else { false }
        }
        guard case .waiting(let seconds, _) = refused else { return }
        #expect((45...60).contains(seconds))
        // Credentials taken back and given again: no waiting for the minute to pass.
        try file.write(authorization(""))
        server.reload()
        await running.link.credentialsChanged()
        await running.connected()
        await running.stop()
    }

    /// The words are nats-server's, for credentials that run out and for a user's that are taken
    /// back in operator mode.
    @Test(arguments: [
        ("User Authentication Expired", "credentials have expired", 0.5...1),
        ("User Authentication Revoked", "credentials were revoked", 45...60),
        ("Authorization Violation", "credentials were revoked", 45...60),
    ])
    func lastWordsAreUnderstood(
        _ words: String, _ meaning: String, _ seconds: ClosedRange<Double>
    ) async throws {
        let server = try LoopbackServer { connection in
            guard HostileBrokerTests.greet(connection) else { return }
            connection.write("-ERR '\(words)'\r\n")
            connection.cut()
        }
        let running = RunningLink(try BrokerURL("nats://127.0.0.1:\(server.port)"))
        let waiting = await running.notice { if case .waiting = $0 { true } else { false } }
        guard case .waiting(let wait, let error) = waiting else { return }
        #expect(error.description.contains(meaning), "\(error)")
        #expect(seconds.contains(wait))
        await running.stop()
    }

    @Test func aFloodCostsTheOldestAndIsCounted() async throws {
        let server = try server()
        let running = RunningLink(try BrokerURL(server.url))
        let inbox = await running.link.subscribe("flood", countMax: 10)
        await running.connected()
        for number in 0..<100 { try await running.link.publish([UInt8(number)], to: "flood") }
        // What was sent on one connection has been dealt with when an answer comes.
        _ = try await running.link.request([], to: "nobody")
        var taken: [UInt8] = []
        let all = try await awaitCondition {
            let some = inbox.takeAll().flatMap(\.payload)
            #expect(some.count <= 10)
            taken += some
            return taken.last == 99
        }
        #expect(all)
        await running.stop()
    }
}
