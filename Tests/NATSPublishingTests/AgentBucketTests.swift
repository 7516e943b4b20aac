import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// The agent's own bucket as the agent uses it, on a real broker.
@Suite(.serialized, .timeLimit(.minutes(1))) struct AgentBucketTests {
    private static let stream = """
        {"name":"KV_agent_healthypi","subjects":["$KV.agent_healthypi.>"],"storage":"file",
         "allow_direct":true,"allow_rollup_hdrs":true,"max_msgs_per_subject":5,"discard":"new"}
        """

    private func bucket() throws -> NATSServer {
        let server = try server()
        let warden = try BrokerConnection(BrokerURL(server.url), agent: .standard)
        _ = try warden.request(
            "$JS.API.STREAM.CREATE.KV_agent_healthypi", Self.stream, milliseconds: 2_000)
        return server
    }

    @Test func whatIsPutIsReadAndHeardOf() async throws {
        let server = try bucket()
        let running = RunningLink(try BrokerURL(server.url))
        let bucket = AgentBucket(running.link, agent: .standard)
        let heard = await running.link.subscribe(bucket.subject(">"))
        await running.connected()
        #expect(try await bucket.value(for: "state") == nil)
        #expect(try await bucket.put([1, 2], for: "state") == 1)
        #expect(try await bucket.put([3], for: "baseline.heartRate") == 2)
        #expect(try await bucket.put([4], for: "state") == 3)
        #expect(try await bucket.value(for: "state") == [4])
        #expect(try await bucket.value(for: "baseline.heartRate") == [3])
        var messages = heard.makeAsyncIterator()
        for (key, value) in [("state", [1, 2]), ("baseline.heartRate", [3]), ("state", [4])] {
            let message = await messages.next()
            #expect(message?.subject == "$KV.agent_healthypi.\(key)")
            #expect(message?.payload == value.map { UInt8($0) })
            // With this one header a broker would forget every other key.
            #expect(message?.headers.keys.contains { $0.hasPrefix("Nats-Rollup") } == false)
        }
        await running.stop()
    }

    @Test func withoutABucketNothingIsPut() async throws {
        let server = try server()
        let running = RunningLink(try BrokerURL(server.url))
        await running.connected()
        let bucket = AgentBucket(running.link, agent: .standard)
        #expect(try await bucket.put([1], for: "state") == nil)
        #expect(try await bucket.value(for: "state") == nil)
        await running.stop()
    }
}
