import Biosignals
import Insights
import TestKit
import Testing

/// Three hours, posture known, variability down by 15 %, 450 steps, a break of ten minutes.
@Suite struct FamilyScenarioTests {
    private func insight(probability: Double = 0.995, posture: Double = 0.93) throws -> Insight {
        var settings = StationaryRule.Settings()
        settings.breakMinutes = 10
        var inputs = Made.inputs(Made.minutes(182, probability: probability), localHour: 16)
        inputs.asleepProbability = 0.01
        inputs.posture = .init(sittingProbability: posture)
        inputs.steps = .init(today: 450, sinceBout: 20, age: 240)
        inputs.trend = TrendFinding(windows: Made.windows(36, from: 42, to: 35.5, noise: 0.03))
        return try #require(StationaryRule(settings: settings).decide(inputs).insight)
    }

    @Test func theFamilysExampleLineForLine() throws {
        let insight = try insight()
        #expect(
            BriefForm(insight).lines == [
                "Health Agent: Suggesting 10-minute walk break",
                "Reason: Sedentary for 3 hours, heart rate variability declining",
                "Data: sitting_time 180 min, stationary_time 180 min, hrv_trend -15%, "
                    + "step_count 450",
                "Confidence: 0.93 (uncalibrated-model)",
            ])
        #expect(
            insight.reason == "Sedentary for 3 hours 1 minute; heart rate variability is declining")
        #expect(insight.text == "Suggesting a 10-minute walk break")
    }

    @Test func itsConfidenceIsComputed() throws {
        for (probability, posture) in [(0.995, 0.93), (0.995, 0.85), (0.9, 0.9)] {
            let confidence = try insight(probability: probability, posture: posture).confidence
            let product = confidence.terms.reduce(1) { $0 * $1.value }
            expect(confidence.raw, isClose: product, within: 1e-12)
            expect(confidence.value, isClose: min(0.95, product), within: 1e-12)
            #expect(confidence.bounds.contains(confidence.raw))
        }
        #expect(try insight(posture: 0.85).confidence.value < insight().confidence.value)
    }
}
