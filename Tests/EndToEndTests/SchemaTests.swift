import Biosignals
import EventContract
import Foundation
import Publishing
import Storage
import TestKit
import Testing

@testable import Agent

/// Every event of a replay against the schemas that ship with the project, judged by a validator
/// that is not ours.
@Suite struct SchemaTests {
    private let schemas = packageRoot() + "/Sources/EventContract/Schemas"

    private func validate(_ events: String) throws -> (status: Int32, text: String) {
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with jsonschema at \(python). Run: make tools")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            packageRoot() + "/Tests/EndToEndTests/Tools/validate_events.py", schemas, events,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(arguments: ["synthetic_desk_afternoon", "ppg_plux_rest_105s", "eda_plux_95s"])
    func everyEventOfAReplayValidates(_ name: String) throws {
        let folder = try TemporaryFolder()
        let events = folder.path + "/events.jsonl"
        let replay = try Program.run(
            "healthypi-agent", "replay", Datasets.record(name), "--events", events)
        #expect(replay.status == 0)
        let verdict = try validate(events)
        #expect(verdict.status == 0, "\(verdict.text)")
    }

    /// The judge can say no.
    @Test func anEventThatClaimsToBeMedicalDoesNotValidate() throws {
        let folder = try TemporaryFolder()
        let events = folder.path + "/events.jsonl"
        _ = try Program.run(
            "healthypi-agent", "replay", Datasets.record("eda_plux_95s"), "--events", events)
        let text = try String(contentsOfFile: events, encoding: .utf8)
        let broken = try folder.write(
            text.replacingOccurrences(of: "\"not_medical\":true", with: "\"not_medical\":false"),
            to: "broken.jsonl")
        #expect(try validate(broken).status == 1)
    }

    @Test func aNullWithoutItsReasonDoesNotValidate() throws {
        let folder = try TemporaryFolder()
        let events = folder.path + "/events.jsonl"
        _ = try Program.run(
            "healthypi-agent", "replay", Datasets.record("ecg_plux_supine_1min"), "--events",
            events)
        let text = try String(contentsOfFile: events, encoding: .utf8)
        #expect(text.contains("\"reason\":\"windowTooShort\","))
        let broken = try folder.write(
            text.replacingOccurrences(of: "\"reason\":\"windowTooShort\",", with: ""),
            to: "broken.jsonl")
        #expect(try validate(broken).status == 1)
    }

    /// What is said of events themselves: dropped ones, and ones the broker lost.
    @Test func aNamedHoleAndALossValidate() async throws {
        let folder = try TemporaryFolder()
        let store = try Store(
            directory: folder.path + "/state", keepsForBroker: true,
            limits: OutboxLimits(pendingBytesMax: 6_000),
            newInstance: {
                var generator = SystemRandomNumberGenerator()
                return Instance(createdMilliseconds: 7, using: &generator)
            }, now: { 42 })
        let events = folder.path + "/events.jsonl"
        var losses = [AcknowledgedLoss(resentCount: 3, lostCount: 1)]
        let desk = EventDesk(
            store: store, publisher: try JSONLinesPublisher(path: events), agent: "healthypi",
            person: "one", generator: SystemRandomNumberGenerator(),
            takeLosses: {
                defer { losses = [] }
                return losses
            })
        var takenIDs = ["01JD0000000000000000000000"]
        desk.takeTakenIDs = {
            defer { takenIDs = [] }
            return takenIDs
        }
        let factory = EventFactory(
            clock: SampleClock(rate: 128),
            channels: [
                Channel(name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
            ],
            origins: [.init(device: .init(model: "healthypi5"), clock: .init(synced: false))],
            originOfChannel: [0], session: desk.identifier(), recording: "live",
            isReplay: false)
        var journal = SessionJournal(
            identifier: "S", factory: factory, trendHorizon: 3_600)
        for minute in 0..<12 {
            let window = SessionItem.Window(
                start: Double(minute) * 60, end: Double(minute + 1) * 60, usable: 1)
            let rate = factory.event(for: .heartRate(window, source: .ecg, .value(60)), inputs: [])
            try await desk.deliver([try #require(rate)], of: &journal)
            if minute == 10 { try store.acknowledge(through: store.lastSequence) }
        }
        let text = try String(contentsOfFile: events, encoding: .utf8)
        #expect(text.contains("io.healthypi.event.security.v1"))
        #expect(text.contains(#""reason":"id_taken""#))
        #expect(text.contains(#""of":"events""#))
        let verdict = try validate(events)
        #expect(verdict.status == 0, "\(verdict.text)")
        let unnamed = try folder.write(
            text.replacingOccurrences(of: #","first_sequence""#, with: #","other""#),
            to: "unnamed.jsonl")
        #expect(try validate(unnamed).status == 1)
    }
}
