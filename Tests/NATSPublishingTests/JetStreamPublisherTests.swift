import Publishing
import Testing
import TestKit

@testable import NATSPublishing

@Suite(.serialized) struct JetStreamPublisherTests {
    @Test func publishesInOrderAndTellsTheNewest() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        #expect(try await publisher.connect() == .empty)
        let events = (1...300).map { event($0) }
        #expect(await publisher.publish(events) == Delivery(acknowledged: 300))
        #expect(
            try await publisher.connect() == .newest(id: "01TEST300", payload: event(300).payload))
        let stored = try storedMessages(server)
        #expect(stored.map(\.payload) == events.map(\.payload))
        await publisher.close()
    }

    @Test func aResendIsStoredOnce() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let events = (1...10).map { event($0) }
        _ = await publisher.publish(Array(events.prefix(6)))
        // The stream ends at 6; what it holds already is recognised one by one.
        #expect(try await publisher.connect() == .newest(id: "01TEST6", payload: event(6).payload))
        #expect(await publisher.publish([events[5]]) == Delivery(acknowledged: 1))
        let again = await publisher.publish(Array(events[3...]))
        #expect(again == Delivery(acknowledged: 7))
        #expect(try storedMessages(server).compactMap(\.messageID) == events.map(\.id))
    }

    // 4 is stored by someone else in between: what follows must not be stored after it unseen.
    @Test func anInterloperIsNoticedAndTheOrderAskedForAnew() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        _ = await publisher.publish((1...3).map { event($0) })
        let interloper = JetStreamPublisher(broker: broker)
        _ = try await interloper.connect()
        _ = await interloper.publish([event(4)])
        let delivery = await publisher.publish([event(5), event(6)])
        #expect(delivery.failure == .orderLost(stream: "AGENT_healthypi"))
        #expect(delivery.acknowledged == 0)
        #expect(try await publisher.connect() == .newest(id: "01TEST4", payload: event(4).payload))
    }

    @Test func saysWhatIsMissing() async throws {
        let nobody = try BrokerURL("nats://me:secret@127.0.0.1:\(try NATSServer.freePort())")
        await #expect(throws: PublishingError.brokerUnreachable(broker: nobody.description)) {
            _ = try await JetStreamPublisher(broker: nobody).connect()
        }
        let server = try server()
        let missing = PublishingError.streamMissing(
            stream: "AGENT_healthypi", broker: server.url, agent: "healthypi")
        await #expect(throws: missing) {
            _ = try await JetStreamPublisher(broker: BrokerURL(server.url)).connect()
        }
        #expect(
            missing.description
                == "The broker (\(server.url)) has no stream AGENT_healthypi. Make it with: "
                + "healthypi-warden broker provision --broker \(server.url)")
    }

    @Test func anEventTooLargeForTheBrokerIsNamed() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let huge = OutgoingEvent(
            sequence: 2, id: "01HUGE", subject: event(1).subject, type: "t", timeMilliseconds: 0,
            payload: Array(repeating: 32, count: 2_000_000))
        let delivery = await publisher.publish([event(1), huge])
        guard case .eventTooLarge(id: "01HUGE", _, _) = delivery.failure else {
            Issue.record("\(delivery)")
            return
        }
    }

    @Test func aSubjectOfAnotherStreamIsRefused() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        _ = try await StreamProvisioner(broker: broker, agent: AgentName("other")).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        let stray = event(1, agent: "other")
        let delivery = await publisher.publish([stray])
        #expect(
            delivery.failure
                == .wrongStream(expected: "AGENT_healthypi", subject: stray.subject))
    }
}

/// What an operator may do to a user while the agent publishes.
@Suite(.serialized, .timeLimit(.minutes(1))) struct NarrowedPublisherTests {
    private func configuration(_ subject: String) -> String {
        """
        authorization { users: [
          { user: operator, password: secret }
          { user: agent, password: secret, permissions: {
              publish: ["\(subject)", "$JS.API.DIRECT.GET.AGENT_healthypi"]
              subscribe: ["_INBOX_healthypi.>"] } } ] }
        """
    }

    @Test func aSubjectTakenAwayWhileLiveIsNamedAndTheOrderHolds() async throws {
        let file = try ServerFile(configuration("health.events.write.healthypi.>"))
        let server = try NATSServer(options: ["-c", file.path], root: packageRoot())
        let warden = try BrokerURL("nats://operator:secret@127.0.0.1:\(server.port)")
        _ = try await StreamProvisioner(broker: warden).provision()
        let publisher = JetStreamPublisher(broker: try agentURL(server), acknowledgementSeconds: 2)
        _ = try await publisher.connect()
        #expect(await publisher.publish([event(1)]) == Delivery(acknowledged: 1))
        try file.write(configuration("health.events.write.healthypi.internal.hr"))
        server.reload()
        // The server has read it when it refuses; until then it goes on storing.
        var stored: UInt64 = 1
        var failure: PublishingError?
        let isRefused = try await awaitCondition {
            let delivery = await publisher.publish([event(stored + 1)])
            stored += UInt64(delivery.acknowledged)
            failure = delivery.failure
            return failure != nil
        }
        #expect(isRefused)
        #expect(
            failure == .notPermitted(subject: event(1).subject, broker: server.url))
        try file.write(configuration("health.events.write.healthypi.>"))
        server.reload()
        // While it reads its rights anew it may refuse or break a connection that is being made.
        var excuses: [PublishingError] = []
        let isTaken = try await awaitCondition {
            do throws(PublishingError) {
                _ = try await publisher.connect()
            } catch {
                excuses.append(error)
                return false
            }
            return await publisher.publish([event(stored + 1)]).acknowledged == 1
        }
        #expect(isTaken)
        #expect(!excuses.contains(.protocolBroken(broker: server.url)))
        var newest: StoredExtent?
        let isAsked = try await awaitCondition {
            newest = try? await publisher.connect()
            return newest != nil
        }
        #expect(isAsked)
        #expect(newest == .newest(id: "01TEST\(stored + 1)", payload: event(stored + 1).payload))
    }
}
