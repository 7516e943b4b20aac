import Foundation
import Testing

@testable import EventContract

@Suite struct AgentHeartbeatTests {
    private let heartbeat = AgentHeartbeat(
        agent: "healthypi", owner: "default", session: nil, instance: "u-1",
        time: WireTime(millisecondsSince1970: 1_795_226_400_000), intervalSeconds: 30,
        state: .measuring)

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func itHasTheMembersOfTheFamily() throws {
        let text = try encoded(heartbeat)
        #expect(
            text == """
                {"agent":"healthypi","instance_id":"u-1","interval_s":30,"owner":"default",\
                "session":null,"state":"measuring","ts":"2026-11-21T02:00:00.000Z"}
                """)
        #expect(try JSONDecoder().decode(AgentHeartbeat.self, from: Data(text.utf8)) == heartbeat)
        #expect(heartbeat.heartbeatSubject == "agents.hb.healthypi.default.u-1")
        #expect(heartbeat.statusSubject == "agents.status.healthypi.default.u-1")
    }

    @Test func aStatusIsAHeartbeatAndMore() throws {
        let status = AgentStatus(
            heartbeat: heartbeat, version: "0.1.0",
            started: WireTime(millisecondsSince1970: 1_795_226_400_000), sequence: 42,
            answered: 3, refused: 2, waiting: 1)
        let text = try encoded(status)
        #expect(
            text == """
                {"agent":"healthypi","answered":3,"instance_id":"u-1","interval_s":30,\
                "owner":"default","refused":2,"sequence":42,"session":null,\
                "started":"2026-11-21T02:00:00.000Z","state":"measuring",\
                "ts":"2026-11-21T02:00:00.000Z","version":"0.1.0","waiting":1}
                """)
        #expect(try JSONDecoder().decode(AgentStatus.self, from: Data(text.utf8)) == status)
    }
}
