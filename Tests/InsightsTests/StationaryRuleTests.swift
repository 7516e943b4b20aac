import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@Suite struct StationaryRuleTests {
    /// A bout of whole minutes that is stationary with this probability throughout.
    private func bout(minutes: Int, probability: Double = 0.98) -> StationaryBout? {
        var tracker = BoutTracker()
        for minute in 0..<minutes {
            _ = tracker.process(
                Epoch(
                    start: Seconds(Double(minute) * 60), end: Seconds(Double(minute + 1) * 60),
                    state: .stationary, pStationary: probability,
                    evidence: EpochEvidence(usable: 1, contactLost: 0), logLikelihoodRatios: [:]))
        }
        return tracker.current
    }

    private func insights(upTo minutes: Int, _ rule: inout StationaryRule) -> [Insight] {
        (1...minutes).compactMap {
            rule.evaluate(bout(minutes: $0), usable: 1, trend: nil, channels: [.ecg])
        }
    }

    @Test func saysNothingBeforeTheThreshold() {
        var rule = StationaryRule()
        #expect(insights(upTo: 60, &rule).isEmpty)  // 60 × 0.98 is 58.8 minutes.
        #expect(insights(upTo: 62, &rule).count == 1)
    }

    @Test func remindsOncePerThresholdAndNotForever() {
        var rule = StationaryRule()
        let all = insights(upTo: 400, &rule)
        #expect(all.count == 4)
        #expect(all.map { ($0.time.value / 60).rounded() } == [62, 123, 184, 245])
    }

    @Test func everyNumberInTheReasonIsAClaim() throws {
        var rule = StationaryRule()
        let insight = try #require(insights(upTo: 62, &rule).first)
        #expect(insight.reason == "Stationary for 1 hour 1 minute")
        #expect(insight.briefReason == "Stationary for 1 hour")
        #expect(insight.claim("stationary_time")?.value == 61)
        #expect(insight.limits.contains { $0.contains("posture is not observed") })
        #expect(!insight.text.contains("sitting") && !insight.reason.contains("sedentary"))
    }

    @Test func confidenceIsTheCappedProductOfItsTerms() throws {
        var sure = StationaryRule()
        let high = try #require(insights(upTo: 62, &sure).first)
        #expect(high.confidence.value <= Confidence.valueMax)
        var unsure = StationaryRule()
        let told = unsure.evaluate(bout(minutes: 62), usable: 0.5, trend: nil, channels: [.ecg])
        let low = try #require(told)
        let product = low.confidence.terms.reduce(1) { $0 * $1.value }
        expect(low.confidence.value, isClose: min(0.95, product), within: 1e-12)
        #expect(low.confidence.value < high.confidence.value)
        #expect(low.confidence.kind == .uncalibratedModel)
    }

    @Test func aNewBoutStartsAnew() {
        var rule = StationaryRule()
        #expect(insights(upTo: 70, &rule).count == 1)
        #expect(rule.evaluate(nil, usable: 1, trend: nil, channels: [.ecg]) == nil)
        #expect(insights(upTo: 70, &rule).count == 1)
    }
}
