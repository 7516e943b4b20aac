import Biosignals
import Insights
import TestKit
import Testing

@Suite struct TrendRuleTests {
    private let rule = TrendRule()
    private let decline = TrendFinding(windows: Made.windows(24))

    private func inputs(_ finding: TrendFinding?, usual: UsualChange? = nil) -> TrendRule.Inputs {
        TrendRule.Inputs(finding: finding, usual: usual, now: 7_200)
    }

    @Test func aClearDeclineIsSaidWithItsSize() throws {
        let insight = try #require(rule.decide(inputs(decline)).insight)
        let percent = Int(try #require(insight.claim("hrv_trend")).value)
        #expect(insight.text == "Heart rate variability is declining")
        #expect(insight.reason == "RMSSD changed by \(percent)% over 2 hours")
        #expect(insight.findings.map(\.quantity) == ["hrv_trend", "trend_span"])
        #expect(insight.limits.contains { $0.contains("no_time_of_day_baseline") })
    }

    @Test func anOppositeDirectionMayBeToldAfterwards() throws {
        let down = try #require(rule.decide(inputs(decline)).insight)
        let up = try #require(
            rule.decide(inputs(TrendFinding(windows: Made.windows(24, from: 30, to: 45)))).insight)
        #expect(up.text == "Heart rate variability is rising")
        #expect(up.occasion.replaces.contains(down.occasion.key))
        #expect(down.occasion.replaces.contains(up.occasion.key))
    }

    @Test func theDailyRhythmIsNoTrend() throws {
        let percent = try #require(decline).percent  // About −33 %.
        var usual = UsualChange(percent: percent + 3, logDeviation: 0.1, days: 10)
        let silence = try #require(rule.decide(inputs(decline, usual: usual)).silence)
        #expect(silence.reason == .insideUsualRange)
        usual.percent = 0
        let told = try #require(rule.decide(inputs(decline, usual: usual)).insight)
        #expect(told.reason.hasSuffix("usual at this time of day is 0%"))
        #expect(!told.limits.contains { $0.contains("no_time_of_day_baseline") })
        // Days that differ as much as this one say nothing of this one.
        usual.logDeviation = 0.5
        #expect(rule.decide(inputs(decline, usual: usual)).silence?.reason == .insideUsualRange)
        // Too few days do not count.
        usual = UsualChange(percent: percent, logDeviation: 0.1, days: 6)
        #expect(rule.decide(inputs(decline, usual: usual)).insight != nil)
    }

    @Test func lessThanThePersonsSmallestWorthwhileChangeIsNotTold() throws {
        let usual = UsualChange(
            percent: 0, logDeviation: 0.05, days: 14, smallestWorthwhilePercent: 40)
        let silence = try #require(rule.decide(inputs(decline, usual: usual)).silence)
        #expect(silence.reason == .belowThreshold && silence.needed == 40)
    }

    @Test func whatItIsSilentAbout() throws {
        #expect(rule.decide(inputs(nil)).silence?.reason == .tooLittleData)
        let none = TrendFinding(windows: Made.windows(24, from: 40, to: 40))
        #expect(rule.decide(inputs(none)).silence?.reason == .notClear)
        let small = TrendFinding(windows: Made.windows(36, from: 40, to: 37.5, noise: 0.01))
        #expect(rule.decide(inputs(small)).silence?.reason == .belowThreshold)
        var settings = TrendRule.Settings()
        settings.isOn = false
        #expect(
            TrendRule(settings: settings).decide(inputs(decline)).silence?.reason == .turnedOff)
    }

    @Test func whatWouldHaveChangedItIsTrue() throws {
        let insight = try #require(rule.decide(inputs(decline)).insight)
        let least = try #require(insight.claim("hrv_trend_min_silent")).value
        for (percent, isSilent) in [(least, true), (least - 1, false)] {
            var settings = TrendRule.Settings()
            settings.percentMin = percent
            let decision = TrendRule(settings: settings).decide(inputs(decline))
            #expect((decision.insight == nil) == isSilent)
        }
        let usual = try #require(insight.claim("usual_change_silent")).value
        for (percent, isSilent) in [(usual, true), (usual + 1, false)] {
            let change = UsualChange(percent: percent, logDeviation: 0, days: 7)
            let decision = rule.decide(inputs(decline, usual: change))
            #expect((decision.insight == nil) == isSilent)
        }
    }
}
