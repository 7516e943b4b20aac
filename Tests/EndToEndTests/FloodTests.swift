import Foundation
import Publishing
import TestKit
import Testing

@testable import Agent
@testable import NATSPublishing

@Suite(.serialized, .timeLimit(.minutes(5))) struct FloodTests {
    /// One process replays a recording and serves; what it says of the recording is what it says
    /// alone, to the byte.
    @Test("T16 10,000 requests beside a replay lose none of its samples")
    func flood() async throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        let folder = try TemporaryFolder()
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--broker", server.url)
        #expect(provision.status == 0, "\(provision.errors)")
        let recording = Datasets.record("ecg_plux_7min")
        let alone = try Program.run(
            "healthypi-agent", "replay", recording, "--seed", "16", "--events",
            folder.path + "/alone.jsonl")
        #expect(alone.status == 0, "\(alone.errors)")
        let beside = try Program(
            "healthypi-agent",
            [
                "replay", recording, "--seed", "16", "--events", folder.path + "/flood.jsonl",
                "--broker", server.url, "--state", folder.path + "/state", "--speed", "60x",
            ])
        let asker = try Asker(
            BrokerSettings(broker: BrokerURL(server.url), agent: AgentName("tester")),
            inbox: "_INBOX_tester.asked")
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let answer = try await asker.ask("health.data.read", "{}", seconds: 2)
            if let answer, !answer.payload.isEmpty { break }
        }
        // More at once than wait in line, and fewer than fall off its end unheard.
        var answers: [IncomingMessage] = []
        for burst in 0..<5 {
            for _ in 0..<2_000 { try await asker.send("health.data.read", Array("{}".utf8)) }
            if burst == 0 { #expect(beside.isRunning) }
            answers += try await asker.collect(2_000)
        }
        let outcome = try beside.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        // Answered, refused, or told by the broker that nobody is there any more.
        #expect(answers.count == 10_000)
        #expect(
            Set(answers.filter { !$0.payload.isEmpty }.compactMap(\.rule)).isSubset(of: [
                "queue_full", "stopping", "too_late",
            ]))
        let expected = try String(contentsOfFile: folder.path + "/alone.jsonl", encoding: .utf8)
        let said = try String(contentsOfFile: folder.path + "/flood.jsonl", encoding: .utf8)
        #expect(!expected.isEmpty)
        #expect(said == expected)
    }
}
