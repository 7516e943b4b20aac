import Foundation
import TestKit
import Testing

/// What other agents know of a person changes what is said, and only from the moment it came.
@Suite struct ContextReplayTests {
    /// Two hours at a desk from 09:10 on: somebody says that the person sits, somebody counts steps.
    private func context() -> String {
        var lines: [String] = ["not a message"]
        func time(_ minutes: Int) -> String {
            String(format: "2026-11-21T%02d:%02d:00Z", 9 + minutes / 60, minutes % 60)
        }
        func add(_ received: Int, _ topic: String, _ data: String) {
            lines.append(
                "{\"received\":\"\(time(received))\",\"subject\":\"health.context.\(topic)\","
                    + "\"data\":{\(data)}}")
        }
        add(
            0, "steps",
            "\"from\":\"2026-11-21T08:00:00Z\",\"to\":\"2026-11-21T08:59:00Z\",\"steps\":450")
        for minute in stride(from: 4, to: 120, by: 2) {
            add(
                minute + 3, "motion",
                "\"from\":\"\(time(minute))\",\"to\":\"\(time(minute + 2))\","
                    + "\"state\":\"still\",\"posture\":\"sitting\"")
        }
        for minute in 10..<120 {
            add(
                minute + 1, "steps",
                "\"from\":\"\(time(minute))\",\"to\":\"\(time(minute + 1))\",\"steps\":0")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test func stepsPostureAndSettingsAreInTheInsight() throws {
        let folder = try TemporaryFolder()
        let context = try folder.write(context(), to: "context.jsonl")
        let config = try folder.write(
            "insights: {break_minutes: 10, quality_on: false}\n", to: "agent.yaml")
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--start", "2026-11-21T09:00:00Z",
            "--context", context, "--config", config, "--events", "-")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("1 lines of \(context) are not understood"))
        let events = try outcome.lines.map { try JSONObject($0) }
        #expect(!events.contains { $0.text("type") == "io.healthypi.insight.quality.v1" })
        let insights = events.filter { $0.text("type") == "io.healthypi.insight.stationary.v1" }
        let first = try #require(insights.first)
        let data = first.object("data")
        #expect(data.text("text") == "Suggesting a 10-minute walk break")
        let explanation = data.object("explanation")
        let steps = explanation.object("data").object("step_count")
        #expect(steps.number("value") == 450)
        #expect(steps.text("source") == "health.context.steps")
        #expect(steps.flag("available") == true)
        let brief = data.object("brief")
        #expect(brief.object("data").number("step_count") == 450)
        #expect((brief.object("data").number("sitting_time") ?? 0) >= 60)
        #expect(brief.text("reason")?.hasPrefix("Sedentary for ") == true)
        let limits = explanation.members["limits"] as? [String] ?? []
        #expect(!limits.contains { $0.contains("posture is not observed") })
    }
}
