import Foundation
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// The whole agent with a board at one end and somebody who asks without end at the other.
@Suite(.serialized, .timeLimit(.minutes(4))) struct BoardFloodTests {
    @Test("T16 10,000 requests cost the board's signals not one sample")
    func tenThousandRequests() async throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        _ = try Program.run("healthypi-warden", "broker", "provision", "--broker", server.url)
        let folder = try TemporaryFolder()
        let board = try Simulation("healthypi6", terminals: 2, ["--synthetic", "--seed", "7"])
        let events = EventFile(path: folder.path + "/events.jsonl")
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--device", board.paths[1], "--broker",
                server.url, "--state", folder.path + "/state", "--events", events.path,
            ])
        let asker = try Asker(
            BrokerSettings(broker: BrokerURL(server.url), agent: AgentName("tester")),
            inbox: "_INBOX_tester.asked")
        #expect(
            try awaitCondition(within: .seconds(60)) { try !events.data("session").isEmpty })
        // Without a listener the broker answers at once, and emptily.
        let deadline = ContinuousClock.now + .seconds(60)
        var isServing = false
        while !isServing, ContinuousClock.now < deadline {
            isServing =
                try await asker.ask("$SRV.PING.healthypi", "", seconds: 2)
                .map { !$0.payload.isEmpty } ?? false
        }
        let begun = try run.errorsSoFar()
        #expect(isServing, "\(begun)")

        // Not faster than the broker lets one client speak: every answer or refusal is waited for.
        var answered = 0
        for _ in 0..<20 {
            for _ in 0..<500 { try await asker.send("health.data.read", Array("{}".utf8)) }
            answered += try await asker.collect(500).count
        }
        #expect(answered == 10_000)
        run.send(SIGINT)
        let outcome = try run.finish()
        #expect(outcome.status == 130, "\(outcome.errors)")
        let said = try board.stop()

        let device = try #require(
            events.data("session").last?.objects("devices").first {
                $0.text("name") == "healthypi6"
            })
        #expect(device["proves_loss"] as? Bool == true)
        #expect((device.number("samples_received") ?? 0) > 0)
        #expect(device.number("samples_missing") == 0, "\(device) \(said)")
        #expect(try events.data("gap").filter { $0.text("of") == "samples" }.isEmpty)
    }
}
