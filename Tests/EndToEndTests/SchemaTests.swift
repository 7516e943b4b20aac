import Foundation
import TestKit
import Testing

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
}
