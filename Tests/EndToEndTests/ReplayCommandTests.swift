import Foundation
import TestKit
import Testing

@Suite struct ReplayCommandTests {
    @Test func tellsAPersonWhatWasFound() throws {
        let outcome = try Program.run("healthypi-agent", "replay", Datasets.synthetic)
        #expect(outcome.status == 0)
        for part in [
            "synthetic_desk_afternoon (WFDB), 2:30:00", "its header says: synthetic, seed",
            "heart beats in the ECG",
            "pulses in the PPG", "RMSSD", "stationary ", "Health Agent: Suggesting",
            "Reason: Stationary for", "Confidence: 0.", "posture is not observed",
            "it never diagnoses",
        ] {
            #expect(outcome.text.contains(part), "the account lacks: \(part)")
        }
        #expect(outcome.errors.isEmpty)
    }

    @Test func eventsAreCloudEventsInOneSequence() throws {
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--events", "-", "--person", "Ada")
        #expect(outcome.status == 0)
        let events = try outcome.lines.map { try JSONObject($0) }
        #expect(events.count > 200)
        #expect(
            events.compactMap { $0.text("sequence").flatMap { Int($0) } }
                == Array(1...events.count))
        #expect(Set(events.compactMap { $0.text("id") }).count == events.count)
        #expect(Set(events.compactMap { $0.text("source") }).count == 1)
        #expect(events.allSatisfy { $0.object("data").flag("replay") == true })
        #expect(events.allSatisfy { $0.object("data").flag("not_medical") == true })
        #expect(!outcome.text.contains("Ada"))
        #expect(outcome.errors.contains("synthetic_desk_afternoon (WFDB)"))
        let kinds = Set(events.compactMap { $0.text("type") })
        for kind in [
            "event.session", "event.hr", "event.hrv", "event.prv", "event.eda", "event.resp",
            "nudge.stationary", "insight.stationary",
        ] {
            #expect(kinds.contains("io.healthypi.\(kind).v1"), "no \(kind) was published")
        }
    }

    @Test func theTwoHalvesOfAnInsightBelongTogether() throws {
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--events", "-")
        let events = try outcome.lines.map { try JSONObject($0) }
        let nudges = events.filter { $0.text("type") == "io.healthypi.nudge.stationary.v1" }
        let insights = events.filter { $0.text("type") == "io.healthypi.insight.stationary.v1" }
        #expect(!nudges.isEmpty && nudges.count == insights.count)
        for (nudge, insight) in zip(nudges, insights) {
            #expect(nudge.text("correlationid") == insight.text("correlationid"))
            #expect(nudge.text("dataclassification") == "internal")
            #expect(insight.text("dataclassification") == "confidential")
            let explanation = insight.object("data").object("explanation")
            let claims = explanation.objects("claims")
            #expect(!claims.isEmpty)
            for claim in claims where claim.text("source") == "samples" {
                let inputs = claim.members["inputs"] as? [String] ?? []
                #expect(!inputs.isEmpty && inputs.allSatisfy { $0.hasPrefix("sha256:") })
            }
            let terms = explanation.objects("confidence_terms").compactMap { $0.number("value") }
            #expect(!terms.isEmpty && terms.allSatisfy { (0...1).contains($0) })
            let confidence = try #require(explanation.number("confidence"))
            #expect(confidence > 0 && confidence <= 0.95)
            #expect(explanation.text("confidence_kind") == "calibrated")
            #expect(explanation.object("calibration").text("id") == "stationary-3")
            // What each evidence adds sums to the whole.
            let added = explanation.objects("contributions").compactMap { $0.number("value") }
            expect(added.reduce(0, +), isClose: confidence, within: 1e-6)
            let brief = insight.object("data").object("brief").object("data")
            #expect(brief.isNull("sitting_time") && brief.number("stationary_time") != nil)
        }
    }

    @Test func aSeedRepeatsEveryByte() throws {
        let arguments = ["replay", Datasets.shortECG, "--events", "-", "--seed", "7"]
        let first = try Program("healthypi-agent", arguments).finish()
        let second = try Program("healthypi-agent", arguments).finish()
        #expect(first.output == second.output)
        #expect(first.output.count > 1_000)
        let other = try Program.run(
            "healthypi-agent", "replay", Datasets.shortECG, "--events", "-", "--seed", "8")
        #expect(other.output != first.output)
    }

    @Test func theStateGoesOnWhereItEnded() throws {
        let state = try TemporaryFolder()
        for run in 0..<2 {
            let outcome = try Program.run(
                "healthypi-agent", "replay", Datasets.shortECG, "--state", state.path + "/s",
                "--events", "-")
            #expect(outcome.status == 0)
            let first = try JSONObject(try #require(outcome.lines.first))
            let sequence = try #require(first.text("sequence").flatMap { Int($0) })
            #expect(run == 0 ? sequence == 1 : sequence > 1)
        }
    }

    /// ^C while a recording is replayed in real time: what was done is kept, exit 130.
    @Test func interruptEndsCleanly() throws {
        let folder = try TemporaryFolder()
        let program = try Program(
            "healthypi-agent",
            ["replay", Datasets.synthetic, "--speed", "20x", "--events", folder.path + "/events"])
        let began = awaitCondition {
            FileManager.default.contents(atPath: folder.path + "/events")?.contains(10) == true
        }
        #expect(began, "no event was written within the deadline")
        program.send(SIGINT)
        let outcome = try program.finish()
        #expect(outcome.status == 130)
        #expect(outcome.text.contains("ended early: stopped"))
        let text = try String(contentsOfFile: folder.path + "/events", encoding: .utf8)
        let last = try JSONObject(String(try #require(text.split(separator: "\n").last)))
        #expect(last.object("data").text("ended_by") == "stopped")
    }
}
