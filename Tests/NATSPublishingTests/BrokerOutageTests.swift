import Publishing
import Storage
import Testing
import TestKit

@testable import NATSPublishing

/// The store's outbox at one end, a real broker at the other, and a broker that dies.
@Suite(.serialized) struct BrokerOutageTests {
    @Test func killedTwiceEveryEventIsStoredOnceInOrder() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let store = try temporaryStore(in: server.folder)
        let drain = OutboxDrain(
            outbox: store, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: false, generator: SeededGenerator(seed: 1))
        let running = Task { await drain.run() }
        let events = (1...2_000).map { event($0) }
        for part in [0..<700, 700..<1_400, 1_400..<2_000] {
            try store.append(Array(events[part]))
            guard part.upperBound < events.count else { break }
            // It dies with a part of these on their way.
            #expect(try await awaitCondition { try store.pendingCount() < 600 })
            server.kill()
            #expect(try store.pendingCount() > 0)
            try server.start()
        }
        let outcome = await drain.drain(within: .seconds(30))
        #expect(outcome.remaining == 0)
        #expect(outcome.failure == nil)
        _ = await running.value
        let stored = try storedMessages(server)
        #expect(stored.compactMap(\.messageID) == events.map(\.id))
        #expect(stored.map(\.payload) == events.map(\.payload))
    }

    @Test func aBrokerThatComesLateGetsEverything() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        server.kill()
        let outbox = MemoryOutbox()
        let drain = OutboxDrain(
            outbox: outbox, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: true, generator: SeededGenerator(seed: 2))
        outbox.append((1...50).map { event($0) })
        let running = Task { await drain.run() }
        #expect(try await awaitCondition { await drain.failure != nil })
        #expect(await drain.failure == .brokerUnreachable(broker: server.url))
        try server.start()
        #expect(await drain.drain(within: .seconds(20)).remaining == 0)
        _ = await running.value
        #expect(try storedMessages(server).count == 50)
    }

    @Test func aMissingStreamEndsAReplay() async throws {
        let server = try server()
        let outbox = MemoryOutbox()
        outbox.append([event(1)])
        let drain = OutboxDrain(
            outbox: outbox, publisher: try JetStreamPublisher(broker: BrokerURL(server.url)),
            stopsWhenOperatorNeeded: true, generator: SeededGenerator(seed: 3))
        let failure = await drain.run()
        #expect(
            failure
                == .streamMissing(
                    stream: "AGENT_healthypi", broker: server.url, agent: "healthypi"))
        #expect(outbox.pendingCount() == 1)
    }

    /// The acknowledgements of the first 30 were lost, and the broker has forgotten their ids.
    @Test func anOutageBeyondTheDuplicateWindowStoresNothingTwice() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let events = (1...40).map { event($0) }
        _ = await publisher.publish(Array(events.prefix(30)))
        try shortenDuplicateWindow(of: server)
        let outbox = MemoryOutbox()
        outbox.append(events)
        let drain = OutboxDrain(
            outbox: outbox, publisher: publisher, stopsWhenOperatorNeeded: true,
            generator: SeededGenerator(seed: 4))
        #expect(await drain.drain(within: .seconds(20)).remaining == 0)
        #expect(try storedMessages(server).compactMap(\.messageID) == events.map(\.id))
    }
}

private func temporaryStore(in folder: String) throws -> Store {
    try Store(
        directory: folder + "/state", keepsForBroker: true,
        newInstance: {
            Instance(
                uuid: "00000000-0000-4000-8000-000000000000",
                pseudonymKey: Array(repeating: 1, count: 32), createdMilliseconds: 0)
        }, now: { 0 })
}
