import Foundation
import Publishing
import Storage
import Synchronization
import Testing
import TestKit

@testable import NATSPublishing

/// The store's outbox at one end, a real broker at the other, and a broker that dies.
@Suite(.serialized) struct BrokerOutageTests {
    /// How often the broker is killed: `HEALTHYPI_BROKER_KILLS=20` is the long form.
    private static let kills =
        ProcessInfo.processInfo.environment["HEALTHYPI_BROKER_KILLS"].flatMap { Int($0) } ?? 3

    @Test func killedUnderLoadEveryEventIsStoredOnceInOrder() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let store = try temporaryStore(in: server.folder)
        let drain = OutboxDrain(
            outbox: store, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: false, clock: HurriedClock(),
            generator: SeededGenerator(seed: 1))
        let running = Task { await drain.run() }
        let events = (1...UInt64(700 * (Self.kills + 1))).map { event($0) }
        var interruptedCount = 0
        for cycle in 0...Self.kills {
            try store.append(Array(events[cycle * 700..<(cycle + 1) * 700]))
            guard cycle < Self.kills else { break }
            // It dies with a part of these on their way.
            #expect(try await awaitCondition { try store.pendingCount() < 600 })
            server.kill()
            if try store.pendingCount() > 0 { interruptedCount += 1 }
            try server.start()
        }
        #expect(interruptedCount * 2 > Self.kills)
        let outcome = await drain.drain(within: .seconds(1_500))
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

    /// The broker comes back with an older copy of its store: it had acknowledged 60 and holds 40.
    @Test func aBrokerThatLostWhatItAcknowledgedGetsItAgain() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let store = try temporaryStore(in: server.folder)
        let events = (1...80).map { event($0) }
        try store.append(Array(events[..<40]))
        #expect(await deliver(store, broker).remaining == 0)
        server.stop()
        let copy = server.folder + "/older"
        try FileManager.default.copyItem(atPath: server.storeFolder, toPath: copy)
        try server.start()
        try store.append(Array(events[40..<60]))
        #expect(await deliver(store, broker).remaining == 0)
        #expect(try storedMessages(server).count == 60)
        server.stop()
        try FileManager.default.removeItem(atPath: server.storeFolder)
        try FileManager.default.moveItem(atPath: copy, toPath: server.storeFolder)
        try server.start()
        try store.append(Array(events[60...]))
        let losses = Mutex<[AcknowledgedLoss]>([])
        #expect(
            await deliver(store, broker) { loss in losses.withLock { $0.append(loss) } }
                .remaining == 0)
        #expect(losses.withLock { $0 } == [AcknowledgedLoss(resentCount: 20, lostCount: 0)])
        #expect(try storedMessages(server).compactMap(\.messageID) == events.map(\.id))
    }

    private func deliver(
        _ store: Store, _ broker: BrokerURL,
        onLoss: @escaping @Sendable (AcknowledgedLoss) -> Void = { _ in }
    ) async -> OutboxDrain.Outcome {
        await OutboxDrain(
            outbox: store, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: true, clock: HurriedClock(),
            generator: SeededGenerator(seed: 5), onLoss: onLoss
        ).drain(within: .seconds(1_000))
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
