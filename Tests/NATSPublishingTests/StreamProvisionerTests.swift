import Publishing
import Testing
import TestKit

@testable import NATSPublishing

@Suite(.serialized) struct StreamProvisionerTests {
    @Test func makesTheStreamOnce() async throws {
        let server = try server()
        let provisioner = try StreamProvisioner(broker: BrokerURL(server.url))
        let first = try await provisioner.provision()
        #expect(first.change == .created)
        #expect(first.stream == "AGENT_healthypi")
        #expect(
            first.subjects == [
                "health.events.write.healthypi.>", "health.insights.write.healthypi.>",
            ])
        #expect(first.missing.isEmpty)
        #expect(try await provisioner.provision().change == .unchanged)
    }

    @Test func aBrokerWithoutJetStreamIsSaidSo() async throws {
        let nobody = try BrokerURL("nats://127.0.0.1:\(try NATSServer.freePort())")
        await #expect(throws: PublishingError.brokerUnreachable(broker: nobody.description)) {
            _ = try await StreamProvisioner(broker: nobody).provision()
        }
    }

    @Test func twoAgentsHaveTwoStreams() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let second = try await StreamProvisioner(broker: broker, agent: AgentName("bed-2"))
            .provision()
        #expect(second.stream == "AGENT_bed-2")
    }

    /// Debian's 2.9.10 stores, acknowledges and finds again; it cannot republish onto the flat
    /// subject, and provisioning says so.
    @Test func theOlderServerStoresWithoutRepublishing() async throws {
        let server = try server(.debian)
        let broker = try BrokerURL(server.url)
        let missing = JetStreamPublisher(broker: broker)
        _ = try? await missing.connect()
        #expect(
            await missing.publish([event(1)]).failure
                == .streamMissing(
                    stream: "AGENT_healthypi", broker: server.url, agent: "healthypi"))
        let first = try await StreamProvisioner(broker: broker).provision()
        #expect(first.change == .created)
        #expect(
            first.missing == [
                "republish: listeners on health.insights.write hear nothing; nats-server 2.10 or "
                    + "newer has it"
            ])
        #expect(try await StreamProvisioner(broker: broker).provision().change == .unchanged)
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let events = (1...200).map { event($0) }
        #expect(await publisher.publish(events) == Delivery(acknowledged: 200))
        #expect(
            try await publisher.connect() == .newest(id: "01TEST200", payload: event(200).payload))
        #expect(try storedMessages(server).compactMap(\.messageID) == events.map(\.id))
        // Through the outbox: what is there already is ticked off, what comes is brought.
        let outbox = MemoryOutbox()
        outbox.append((1...260).map { event($0) })
        let drain = OutboxDrain(
            outbox: outbox, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: true, generator: SeededGenerator(seed: 9))
        #expect(await drain.drain(within: .seconds(30)).remaining == 0)
        #expect(
            try storedMessages(server).compactMap(\.messageID) == (1...260).map { event($0).id })
    }
}
