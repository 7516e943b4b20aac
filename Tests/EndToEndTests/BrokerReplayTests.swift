import Foundation
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// A replay at one end, a real broker at the other.
@Suite(.serialized) struct BrokerReplayTests {
    @Test func aBrokerKilledHalfWayStoresEveryEventOnceInOrder() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        let folder = try TemporaryFolder()
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--broker", server.url)
        #expect(provision.status == 0, "\(provision.errors)")
        let events = folder.path + "/events.jsonl"
        // Two and a half hours in about fifteen seconds.
        let replay = try Program(
            "healthypi-agent",
            [
                "replay", Datasets.synthetic, "--speed", "600x", "--broker", server.url,
                "--state", folder.path + "/state", "--events", events,
            ])
        #expect(try awaitCondition { try lines(events).count > 40 })
        server.kill()
        let written = try lines(events).count
        #expect(replay.isRunning)
        #expect(try awaitCondition { try lines(events).count > written + 40 })
        try server.start()
        let outcome = try replay.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let expected = try lines(events)
        let stored = try storedMessages(server)
        #expect(expected.count > 200)
        #expect(stored.map { String(decoding: $0.payload, as: UTF8.self) } == expected)
        let sequences = try expected.compactMap { try JSONObject($0).text("sequence") }
        #expect(sequences.compactMap { Int($0) } == Array(1...expected.count))
    }

    @Test func withoutAStreamItStopsAndNamesTheCommand() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        let folder = try TemporaryFolder()
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.shortECG, "--broker", server.url, "--state",
            folder.path + "/state")
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("healthypi-warden broker provision"))
    }

    @Test func withoutABrokerEventsWaitAndFollowLater() throws {
        let port = try NATSServer.freePort()
        let folder = try TemporaryFolder()
        let arguments = [
            "replay", Datasets.shortECG, "--broker", "nats://127.0.0.1:\(port)", "--state",
            folder.path + "/state", "--drain", "0.5",
        ]
        let alone = try Program("healthypi-agent", arguments).finish()
        #expect(alone.status == 69)
        #expect(alone.errors.contains("events wait"))
        let server = try NATSServer(.pinned, port: port, root: packageRoot())
        _ = try Program.run("healthypi-warden", "broker", "provision", "--broker", server.url)
        let later = try Program("healthypi-agent", arguments.dropLast(2) + ["--drain", "20"])
            .finish()
        #expect(later.status == 0, "\(later.errors)")
        let sequences = try storedMessages(server).compactMap {
            try JSONObject(String(decoding: $0.payload, as: UTF8.self)).text("sequence")
        }
        #expect(sequences.compactMap { Int($0) } == Array(1...sequences.count))
        #expect(sequences.count > 6)
    }

    private func lines(_ path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
