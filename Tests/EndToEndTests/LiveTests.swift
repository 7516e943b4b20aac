import Acquisition
import Biosignals
import Foundation
import TestKit
import Testing

@testable import NATSPublishing

/// Boards at one end, as pseudo-terminals with the very bytes; events at a real broker, and a
/// recording on disk, at the other.
@Suite(.serialized) struct LiveTests {
    /// One person, two boards; one of them is unplugged on the way.
    @Test func onePersonOnTwoBoardsFromBytesToTheBroker() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        _ = try Program.run("healthypi-warden", "broker", "provision", "--broker", server.url)
        let folder = try TemporaryFolder()
        let boards = try Simulation(
            "healthypi5+tinygsr", terminals: 2,
            ["--synthetic", "--seed", "5", "--faults", "healthypi5:unplug=12:3"])
        let config = try folder.write(
            """
            sources:
              - device: \(boards.paths[0])
              - device: \(boards.paths[1])
                calibration:
                  - {counts: -1000, microsiemens: 2}
                  - {counts: 1000, microsiemens: 12}
            """, to: "agent.yaml")
        let events = EventFile(path: folder.path + "/events.jsonl")
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--config", config, "--broker", server.url, "--state",
                folder.path + "/state", "--record", "--events", events.path,
            ])
        // Away and back again, and then some signal behind the gap.
        #expect(
            try awaitCondition(within: .seconds(60)) {
                let devices = try events.data("session").last?.objects("devices") ?? []
                let received = devices.first { $0.text("name") == "healthypi5" }?
                    .number("samples_received")
                return try events.data("session").count >= 5 && (received ?? 0) > 4_000
            })
        run.send(SIGINT)
        let outcome = try run.finish()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        _ = try boards.stop()

        #expect(try events.data("hr").first?.text("source") == "ecg")
        let rate = try #require(
            events.data("hr").first?.object("measures").object("heartRate").number("value"))
        #expect((40...110).contains(rate))
        #expect(try events.data("prv").count == 1)
        let scl = try events.data("eda").first?.object("measures").object("scl")
        #expect(scl?.number("value") != nil, "\(String(describing: scl))")
        let gap = try events.data("gap").first { $0.text("channel") == "ecg" }
        #expect(gap?.text("reason") == "unplugged")
        #expect(gap?.text("device") == "healthypi5")
        #expect(gap?["proven"] as? Bool == false)

        let stored = try storedMessages(server).map { String(decoding: $0.payload, as: UTF8.self) }
        let lines = try String(contentsOfFile: events.path, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(stored == lines)
    }

    /// What the simulator sends from a recording comes back to the last count, and so do the beats.
    @Test func aRoundTripThroughAHealthyPi6KeepsEveryCount() throws {
        let folder = try TemporaryFolder()
        let board = try Simulation(
            "healthypi6", terminals: 2,
            [
                "--recording", Datasets.record("synthetic_desk_afternoon"), "--wait-for-start",
                "--truth", folder.path + "/truth.csv",
            ])
        let events = EventFile(path: folder.path + "/events.jsonl")
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--device", board.paths[1], "--state",
                folder.path + "/state", "--record", "--events", events.path,
            ])
        #expect(
            try awaitCondition(within: .seconds(60)) {
                let recordings = folder.path + "/state/recordings"
                let session = try? FileManager.default.contentsOfDirectory(atPath: recordings).first
                guard let session else { return false }
                let data = recordings + "/\(session)/healthypi6_0001.dat"
                let size = try? FileManager.default.attributesOfItem(atPath: data)[.size] as? Int
                return (size ?? 0) > 15 * 250 * 40
            })
        run.send(SIGINT)
        #expect(try run.finish().status == 130)
        _ = try board.stop()

        let ended = try #require(events.data("session").last)
        let device = try #require(ended.objects("devices").first)
        #expect(ended.text("ended_by") == "stopped")
        #expect(device.number("samples_missing") == 0)
        let recordings = folder.path + "/state/recordings"
        let session = try #require(
            FileManager.default.contentsOfDirectory(atPath: recordings).first)
        let truth = try samples(folder.path + "/truth.csv")
        let recorded = try samples(recordings + "/" + session)
        for name in ["ecg_ii", "resp", "ppg_ir"] {
            let sent = try #require(truth[name])
            let kept = try #require(recorded[name])
            #expect(kept.count > 12 * 250)
            #expect(sent.prefix(kept.count) == kept[...], "\(name)")
        }
        try compareBeats(recordings + "/" + session, folder.path + "/truth.csv")
    }

    /// The recording of a process that was killed is readable as it lies, and whole after the next
    /// start; nothing but its last second is gone.
    @Test func aKilledRunLeavesAReadableRecording() throws {
        let folder = try TemporaryFolder()
        let board = try Simulation(
            "healthypi5", terminals: 1,
            ["--synthetic", "--seed", "2", "--truth", folder.path + "/truth.csv"])
        let arguments = [
            "run", "--device", board.paths[0], "--state", folder.path + "/state", "--record",
        ]
        let run = try Program("healthypi-agent", arguments)
        let recordings = folder.path + "/state/recordings"
        func size() -> Int {
            guard
                let session = try? FileManager.default.contentsOfDirectory(atPath: recordings)
                    .first
            else { return 0 }
            let data = recordings + "/\(session)/healthypi5_0001.dat"
            return (try? FileManager.default.attributesOfItem(atPath: data)[.size] as? Int) ?? 0
        }
        #expect(try awaitCondition(within: .seconds(40)) { size() > 8 * 128 * 20 })
        run.send(SIGKILL)
        _ = try run.finish()
        let session = try #require(
            FileManager.default.contentsOfDirectory(atPath: recordings).first)
        let kept = try samples(recordings + "/" + session)["ecg"] ?? []
        #expect(kept.count >= 8 * 128 - 1)
        let again = try Program("healthypi-agent", arguments)
        #expect(
            try awaitCondition(within: .seconds(20)) {
                try again.errorsSoFar().contains("is whole again")
            })
        again.send(SIGINT)
        _ = try again.finish()
        let whole = try samples(recordings + "/" + session)["ecg"] ?? []
        #expect(whole == kept)
        _ = try board.stop()
        // The simulator has written down all it sent only when it has ended.
        let sent = try samples(folder.path + "/truth.csv")["ecg"] ?? []
        let isAsSent = sent.count >= kept.count && Array(sent.prefix(kept.count)) == kept
        #expect(isAsSent)
    }

    // MARK: Helpers

    private func samples(_ path: String) throws -> [String: [Double]] {
        let reader = try RecordingReader(opening: path)
        var samples: [String: [Double]] = [:]
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                let channel = reader.channels[block.channel]
                samples[channel.name, default: []] += block.samples
            }
            blocks.removeAll()
        }
        return samples
    }

    /// The same beats from what was recorded as from what was sent, but for where it ends.
    private func compareBeats(_ recorded: String, _ sent: String) throws {
        func intervals(_ path: String) throws -> [Double] {
            let lines = try Program.run("healthypi-agent", "beats", path).lines.dropFirst()
            let times = lines.compactMap { Double($0.split(separator: ",")[1]) }
            return zip(times, times.dropFirst()).map { ($1 - $0) * 1_000 }
        }
        let ours = try intervals(recorded)
        let theirs = try intervals(sent)
        #expect(ours.count > 8)
        for (our, their) in zip(ours.dropLast(2), theirs) {
            #expect(abs(our - their) < 0.01, "\(our) and \(their) ms")
        }
    }
}
