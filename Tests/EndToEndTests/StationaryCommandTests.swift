import Foundation
import TestKit
import Testing

@Suite struct StationaryCommandTests {
    private let pulse = Datasets.record("ppg_plux_rest_105s")

    /// A pulse rate alone does not tell sitting from walking, and the refusal says what would.
    @Test func aPulseWaveAloneIsRefusedWithWhatItTakes() throws {
        let outcome = try Program.run("healthypi-agent", "stationary", pulse)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors.hasPrefix(
                "healthypi-agent: Nothing in ppg_plux_rest_105s tells stationary from active: its "
                    + "channels are "), "\(outcome.errors)")
        #expect(
            outcome.errors.hasSuffix(
                ", and a pulse rate alone does not tell sitting from walking. It takes an ECG "
                    + "(--map ecg=NAME), an accelerometer (--map acc=NAME), or steps that somebody "
                    + "else counted (--context FILE).\n"), "\(outcome.errors)")
    }

    /// With steps that somebody counted the pulse serves as a sign of life, and they decide.
    @Test(arguments: [(0, "stationary"), (100, "active")])
    func stepsBesideAPulseWaveTell(_ steps: Int, _ state: String) throws {
        let folder = try TemporaryFolder()
        let context = try folder.write(
            """
            {"received":"2026-11-21T09:01:00Z","subject":"health.context.steps",\
            "data":{"from":"2026-11-21T09:00:00Z","to":"2026-11-21T09:01:00Z","steps":\(steps)}}

            """, to: "context.jsonl")
        let outcome = try Program.run(
            "healthypi-agent", "stationary", pulse, "--start", "2026-11-21T09:00:00Z",
            "--context", context)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let epochs = try JSONObject(outcome.text).objects("epochs")
        #expect(epochs.first?.text("state") == state)
        #expect(epochs.first?.object("evidence").number("steps_per_min") == Double(steps))
    }
}
