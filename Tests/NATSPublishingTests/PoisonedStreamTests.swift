import Publishing
import Synchronization
import TestKit
import Testing

@testable import NATSPublishing

/// The broker recognises a repetition by `Nats-Msg-Id` alone: whoever publishes first under our id
/// would have our event acknowledged and thrown away.
@Suite(.serialized, .timeLimit(.minutes(1))) struct PoisonedStreamTests {
    private func poison(
        _ broker: BrokerURL, _ subject: String, id: String, agent: AgentName = .standard
    ) throws {
        let stranger = try BrokerConnection(broker, agent: agent)
        try stranger.send(
            Array("{}".utf8), to: subject, replyToken: "p", headers: [("Nats-Msg-Id", id)])
        let reply = try #require(try stranger.receive(milliseconds: 10_000))
        let stored = try #require(PublishAcknowledgement(reply.payload))
        #expect(stored.error == nil && stored.duplicate != true)
    }

    @Test("T5: a foreign message under our id in another stream costs us nothing")
    func otherStream() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let hue = try AgentName("hue")
        _ = try await StreamProvisioner(broker: broker, agent: hue).provision()
        try poison(
            broker, "health.events.write.hue.internal.quality", id: event(1).id, agent: hue)
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        #expect(await publisher.publish([event(1)]) == Delivery(acknowledged: 1))
        #expect(try storedMessages(server).map(\.payload) == [event(1).payload])
    }

    @Test("T5: a foreign message under our id in our own stream is found out, and our event kept")
    func ownStream() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        #expect(await publisher.publish([event(1), event(2)]) == Delivery(acknowledged: 2))
        let fourth = try #require((1...4).map { event($0) }.last)
        try poison(broker, fourth.subject, id: fourth.id)
        // The order is asked for anew, because the stream moved on; then the id is found taken.
        let outbox = MemoryOutbox()
        outbox.append((1...5).map { event($0) })
        outbox.acknowledge(through: 2)
        let told = Mutex<[String]>([])
        let drain = OutboxDrain(
            outbox: outbox, publisher: publisher, stopsWhenOperatorNeeded: true,
            clock: HurriedClock(), generator: SeededGenerator(seed: 5),
            onTaken: { id in told.withLock { $0.append(id) } })
        let outcome = await drain.drain(within: .seconds(500))
        #expect(told.withLock { $0 } == [fourth.id])
        let failure = PublishingError.idTaken(id: fourth.id, stream: "AGENT_healthypi")
        #expect(outcome.failure == failure)
        #expect(outbox.pending(after: 0, limit: 10).map(\.sequence) == [4, 5])
        #expect(
            failure.description
                == "The stream AGENT_healthypi holds something else under the id of event 01TEST4, "
                + "and so does not take the event: somebody wrote into it under this agent's name. "
                + "The event waits in the outbox; find out who may publish there.")
    }

    /// The stranger's message is the stream's newest when the agent comes back: its id is ours, its
    /// bytes are not, so nothing is ticked off for it.
    @Test("T5: a foreign message under our id does not pass for our event after an outage")
    func afterAnOutage() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        try poison(broker, event(1).subject, id: event(1).id)
        let outbox = MemoryOutbox()
        outbox.append([event(1)])
        let drain = OutboxDrain(
            outbox: outbox, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: true, generator: SeededGenerator(seed: 6))
        let outcome = await drain.drain(within: .seconds(30))
        #expect(outcome.failure == .idTaken(id: "01TEST1", stream: "AGENT_healthypi"))
        #expect(outcome.remaining == 1)
    }

    /// Our own repetitions are recognised as before.
    @Test func ourOwnRepetitionIsNoPoison() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let events = (1...5).map { event($0) }
        _ = await publisher.publish(Array(events.prefix(3)))
        _ = try await publisher.connect()
        #expect(await publisher.publish([events[2]]) == Delivery(acknowledged: 1))
        #expect(await publisher.publish(events) == Delivery(acknowledged: 5))
        #expect(try storedMessages(server).map(\.payload) == events.map(\.payload))
    }
}
