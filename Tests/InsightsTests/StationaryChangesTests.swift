import Biosignals
import Insights
import TestKit
import Testing

/// What would have changed a suggestion is true: the rule is run with it, and one less.
@Suite struct StationaryChangesTests {
    private let rule = StationaryRule()

    private func inputs(_ count: Int) -> StationaryInputs {
        Made.inputs(Made.minutes(count), localHour: 14)
    }

    private func stage(_ inputs: StationaryInputs) -> Int {
        rule.decide(inputs).insight?.occasion.stage ?? 0
    }

    @Test func soFewStepsSinceThenWouldHaveEndedTheBout() throws {
        // At 14:00 after 65 minutes, 60 asked: steps in the fourth minute or later leave fewer.
        let given = inputs(65)
        let insight = try #require(rule.decide(given).insight)
        let steps = try #require(insight.claim("steps_to_end"))
        let since = try #require(insight.claim("steps_to_end_since"))
        #expect(steps.value == 15)
        #expect(
            insight.wouldChangeIf.first
                == "15 steps within a minute since 12:58 would have ended the bout")
        let minute = Int(since.window.lowerBound / 60)
        for (count, index, said) in [(15, minute, 0), (14, minute, 1), (15, minute - 1, 1)] {
            var other = given
            other.minutes[index].steps = Double(count)
            #expect(stage(other) == said, "\(count) steps in minute \(index)")
        }
    }

    @Test func soMuchLessTimeAndNothingWouldHaveBeenSaid() throws {
        let given = inputs(65)
        let insight = try #require(rule.decide(given).insight)
        // 65 · 0.98 = 63.7; without 4 minutes 59.8, without 3 still 60.8.
        #expect(insight.claim("minutes_to_spare")?.value == 4)
        #expect(
            insight.wouldChangeIf.contains(
                "with 4 minutes less stationary nothing would have been said"))
        for (dropped, said) in [(3, 1), (4, 0)] {
            var other = given
            other.minutes.removeFirst(dropped)
            #expect(stage(other) == said)
        }
    }

    @Test func withoutTheDeclineTheBreakIsSuggestedAsWell() throws {
        var given = inputs(65)
        given.trend = TrendFinding(windows: Made.windows(24))
        let insight = try #require(rule.decide(given).insight)
        #expect(
            insight.wouldChangeIf.contains(
                "without the decline the break would be suggested as well, with less priority"))
        given.trend = nil
        #expect(stage(given) == insight.occasion.stage)
    }

    @Test func withoutATimeOfDayItCountsFromTheRecordingsBegin() throws {
        let insight = try #require(rule.decide(Made.inputs(Made.minutes(65))).insight)
        #expect(
            insight.wouldChangeIf.first
                == "15 steps within a minute since 0:03:00 of the recording would have ended the bout"
        )
    }

    @Test func anotherThresholdOfStepsIsAnotherSentence() throws {
        var settings = StationaryRule.Settings()
        settings.breakSteps = 40
        let insight = try #require(StationaryRule(settings: settings).decide(inputs(65)).insight)
        #expect(insight.claim("steps_to_end")?.value == 40)
    }
}
