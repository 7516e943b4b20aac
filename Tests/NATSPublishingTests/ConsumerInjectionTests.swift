import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// A consumer of JetStream delivers on a subject its maker names, with the server's own rights:
/// who may make one can speak anywhere.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ConsumerInjectionTests {
    private static let consumer = "$JS.API.CONSUMER.CREATE.AGENT_healthypi"

    private func configuration(_ granted: String) -> String {
        """
        authorization { users: [
          { user: operator, password: secret }
          { user: agent, password: secret, permissions: {
              publish: ["health.events.write.healthypi.>",
                        "$JS.API.DIRECT.GET.AGENT_healthypi"\(granted)]
              subscribe: ["_INBOX_healthypi.>"] } } ] }
        """
    }

    /// What listeners on `system.lockdown` hear when the agent asks for a consumer there.
    private func heardOnLockdown(
        granted: String
    ) async throws -> (heard: [IncomingMessage], refused: [ConnectionEars.Refusal]) {
        let file = try ServerFile(configuration(granted))
        let server = try NATSServer(options: ["-c", file.path], root: packageRoot())
        let warden = try BrokerURL("nats://operator:secret@127.0.0.1:\(server.port)")
        _ = try await StreamProvisioner(broker: warden).provision()
        let listener = RunningLink(warden)
        await listener.connected()
        let lockdown = await listener.link.subscribe("system.lockdown")
        let publisher = JetStreamPublisher(broker: try agentURL(server))
        _ = try await publisher.connect()
        #expect(await publisher.publish([event(1)]) == Delivery(acknowledged: 1))
        let agent = try BrokerConnection(agentURL(server), agent: .standard)
        _ = try agent.request(
            Self.consumer,
            #"{"stream_name":"AGENT_healthypi","config":{"deliver_subject":"system.lockdown"}}"#,
            milliseconds: 500)
        try agent.flush(milliseconds: 2_000)
        // An answer on the listener's own connection comes after what was delivered to it.
        _ = try await listener.link.request([], to: "$JS.API.INFO")
        let heard = lockdown.takeAll()
        await listener.stop()
        return (heard, agent.heard().refusals)
    }

    @Test("T7: an agent's rights make no consumer that speaks on system.lockdown")
    func shut() async throws {
        let (heard, refused) = try await heardOnLockdown(granted: "")
        #expect(heard.isEmpty)
        #expect(refused == [.publish(subject: Self.consumer)])
    }

    /// The test can see the attack: with the right to make consumers it succeeds.
    @Test func theRightToMakeConsumersWouldOpenTheHole() async throws {
        let (heard, _) = try await heardOnLockdown(granted: #", "\#(Self.consumer)""#)
        #expect(heard.map(\.payload) == [event(1).payload])
    }
}
