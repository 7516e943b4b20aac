import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// An agent's own bucket needs no right to make consumers: values come by direct get, changes by
/// a plain subscription.
@Suite(.serialized, .timeLimit(.minutes(1))) struct BucketTests {
    private static let stream = """
        {"name":"KV_agent_healthypi","subjects":["$KV.agent_healthypi.>"],"storage":"file",
         "allow_direct":true,"max_msgs_per_subject":5,"discard":"new","deny_delete":true}
        """

    private func text(_ message: IncomingMessage?) -> String? {
        message.map { String(decoding: $0.payload, as: UTF8.self) }
    }

    @Test func aValueIsPutReadAndHeardOf() async throws {
        let file = try ServerFile(
            """
            authorization { users: [
              { user: operator, password: secret }
              { user: agent, password: secret, permissions: {
                  publish: ["$KV.agent_healthypi.>",
                      "$JS.API.DIRECT.GET.KV_agent_healthypi.$KV.agent_healthypi.>"]
                  subscribe: ["_INBOX_healthypi.>", "$KV.agent_healthypi.>"] } } ] }
            """)
        let server = try NATSServer(options: ["-c", file.path], root: packageRoot())
        let warden = try BrokerConnection(
            BrokerURL("nats://operator:secret@127.0.0.1:\(server.port)"), agent: .standard)
        _ = try warden.request(
            "$JS.API.STREAM.CREATE.KV_agent_healthypi", Self.stream, milliseconds: 2_000)
        let running = RunningLink(try agentURL(server))
        let changes = await running.link.subscribe("$KV.agent_healthypi.>")
        await running.connected()
        let place = "$JS.API.DIRECT.GET.KV_agent_healthypi.$KV.agent_healthypi.state"
        let before = try await running.link.request([], to: place)
        #expect(before?.headers["Status"] == "404")
        let put = try await running.link.request(
            Array("streaming".utf8), to: "$KV.agent_healthypi.state")
        #expect(text(put) == #"{"stream":"KV_agent_healthypi","seq":1}"#)
        #expect(text(try await running.link.request([], to: place)) == "streaming")
        var heard = changes.makeAsyncIterator()
        #expect(text(await heard.next()) == "streaming")
        await running.stop()
    }
}
