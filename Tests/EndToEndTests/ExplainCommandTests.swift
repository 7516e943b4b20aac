import Foundation
import TestKit
import Testing

/// Insights of a bundled recording explained from the store, and every stated number derived again.
@Suite struct ExplainCommandTests {
    private static let name = "synthetic_desk_afternoon"

    /// A copy of the recording, replayed into a state directory of its own.
    private struct Replayed {
        let folder: TemporaryFolder
        let record: String
        let state: String
        /// Ids of insights and of nudges by kind.
        var ids: [String: String] = [:]

        init() throws {
            folder = try TemporaryFolder()
            record = folder.path + "/" + name
            state = folder.path + "/state"
            for suffix in [".hea", ".dat"] {
                try FileManager.default.copyItem(
                    atPath: Datasets.synthetic + suffix, toPath: record + suffix)
            }
            let outcome = try Program.run(
                "healthypi-agent", "replay", record, "--state", state, "--events", "-")
            #expect(outcome.status == 0, "\(outcome.errors)")
            for line in outcome.lines {
                let event = try JSONObject(line)
                if let type = event.text("type"), let id = event.text("id") {
                    // The first of each kind.
                    let kind = String(type.dropFirst("io.healthypi.".count))
                    ids[kind] = ids[kind] ?? id
                }
            }
        }

        func explain(_ kind: String, _ more: String...) throws -> Program.Outcome {
            let id = try #require(ids[kind], "no \(kind) among \(ids.keys)")
            return try Program("healthypi-agent", ["explain", id, "--state", state] + more)
                .finish()
        }

        func alter(_ table: String, _ old: String, _ new: String) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            process.arguments = [
                packageRoot() + "/Tests/EndToEndTests/Tools/alter_store.py",
                state + "/store.sqlite", table, "payload", old, new,
            ]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test func everyNumberIsDerivedAgainAndWhatWasChangedFails() throws {
        let replayed = try Replayed()
        try everyNumberPasses(replayed)
        // Every hash is left right; a threshold of the session, or a stated value, is not.
        let altered = [
            (
                "sessions", "\"stationary.after_minutes\":60", "\"stationary.after_minutes\":62",
                "insight"
            ),
            (
                "events", "\"unit\":\"min\",\"value\":61}", "\"unit\":\"min\",\"value\":63}",
                "stationary_time"
            ),
        ]
        for (table, right, wrong, what) in altered {
            try replayed.alter(table, right, wrong)
            let outcome = try replayed.explain("insight.stationary.v1", "--verify")
            #expect(outcome.status == 1, "\(outcome.errors)")
            let failed = outcome.lines.filter { $0.hasPrefix("  FAIL") }
            #expect(failed.contains { $0.hasPrefix("  FAIL  \(what): ") }, "\(failed)")
            #expect(outcome.text.contains("PASS  SHA-256 of the recording"))
            try replayed.alter(table, wrong, right)
        }
        try whatIsStoredIsEnough(replayed)
        try aFlippedByteFails(replayed)
    }

    /// Without the recording every insight follows from the stored epochs, measures and facts; what is
    /// gone by right has a word of its own.
    private func whatIsStoredIsEnough(_ replayed: Replayed) throws {
        let files = FileManager.default
        for suffix in [".hea", ".dat"] {
            try files.moveItem(
                atPath: replayed.record + suffix, toPath: replayed.record + ".away" + suffix)
        }
        defer {
            for suffix in [".hea", ".dat"] {
                try? files.moveItem(
                    atPath: replayed.record + ".away" + suffix, toPath: replayed.record + suffix)
            }
        }
        for kind in replayed.ids.keys.sorted() where kind.hasPrefix("insight.") {
            let outcome = try replayed.explain(kind, "--verify", "--json")
            let verification = try JSONObject(outcome.text).object("verification")
            #expect(outcome.status == 0, "\(kind): \(outcome.text)")
            #expect(verification.text("basis") == "stored-facts")
            #expect(verification.text("outcome") == "pass")
        }
        try replayed.alter("epochs", "\"usable\":1}", "\"usable\":0.9}")
        let failed = try replayed.explain("insight.stationary.v1", "--verify")
        #expect(failed.status == 1 && failed.lines.last == "FAIL")
        try replayed.alter("epochs", "\"usable\":0.9}", "\"usable\":1}")

        try replayed.alter("sessions", "\"trendHorizonSeconds\"", "\"trendHorizonSecondz\"")
        let forgotten = try replayed.explain("insight.stationary.v1", "--verify")
        #expect(forgotten.status == 1, "its digest shows that it was changed")
        try replayed.alter("sessions", "\"trendHorizonSecondz\"", "\"trendHorizonSeconds\"")
    }

    private func everyNumberPasses(_ replayed: Replayed) throws {
        // By the nudge's id as well: the two belong together.
        let nudge = try replayed.explain("nudge.stationary.v1")
        #expect(nudge.status == 0, "\(nudge.errors)")
        #expect(nudge.lines.first == "Health Agent: Suggesting 5-minute walk break")
        #expect(nudge.text.contains("\nReason: Stationary for 1 hour"))
        #expect(nudge.text.contains("step_count is not known"))

        let verified = try replayed.explain("insight.stationary.v1", "--verify", "--json")
        #expect(verified.status == 0, "\(verified.errors)\(verified.text)")
        let verification = try JSONObject(verified.text).object("verification")
        #expect(verification.text("basis") == "recording")
        let checks = verification.objects("checks")
        #expect(checks.count > 15)
        #expect(checks.allSatisfy { $0.flag("passed") == true })
        let minutes = checks.first { $0.text("what") == "stationary_time" }
        #expect(minutes?.text("stated") == "61.0")

        let measured = try replayed.explain("event.hr.v1")
        #expect(measured.status == 66)
        #expect(measured.errors.contains("is no insight but io.healthypi.event.hr.v1"))
        let unknown = try Program.run(
            "healthypi-agent", "explain", "01JD8Z0Y3M4N5P6Q7R8S9T0V1W", "--state", replayed.state)
        #expect(unknown.status == 66)
        #expect(unknown.errors.contains("There is no event 01JD8Z0Y3M4N5P6Q7R8S9T0V1W"))
    }

    /// One flipped bit in one sample before the insight.
    private func aFlippedByteFails(_ replayed: Replayed) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: replayed.record + ".dat"))
        bytes[100_000] ^= 1
        try bytes.write(to: URL(fileURLWithPath: replayed.record + ".dat"))
        let outcome = try replayed.explain("insight.stationary.v1", "--verify")
        #expect(outcome.status == 1)
        #expect(outcome.lines.last == "FAIL")
        #expect(outcome.text.contains("FAIL  SHA-256 of the recording: stated "))
        let gone = try replayed.explain(
            "insight.stationary.v1", "--verify", "--recording", replayed.record + "-gone")
        #expect(gone.status == 66)
    }
}
