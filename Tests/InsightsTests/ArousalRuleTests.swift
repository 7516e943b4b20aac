import Biosignals
import Insights
import Testing
import TestKit

struct ArousalRuleTests {
    typealias Minute = ArousalPeople.Minute

    private func inputs(seed: UInt64 = 1) -> ArousalRule.Inputs {
        var people = ArousalPeople(seed: seed)
        let windows = people.windows([Minute](40, .rest) + [Minute](5, .task))
        return ArousalRule.Inputs(evidence: ArousalEvidence(ArousalHistory(windows)))
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func whatItSaysRestsOnItsClaims(_ seed: UInt64) throws {
        let insight = try #require(ArousalRule().decide(inputs(seed: seed)).insight)
        #expect(SentenceLint.faults(of: insight) == [])
        #expect(insight.kind == .arousal)
        #expect(insight.text == "Arousal is raised")
        for claim in insight.findings where claim.quantity != "arousal_window" {
            let interval = try #require(claim.interval95, "\(claim.quantity)")
            let slack = 0.5 * Self.step(of: claim)
            #expect(interval.lowerBound - slack <= claim.value, "\(claim.quantity)")
            #expect(interval.upperBound + slack >= claim.value, "\(claim.quantity)")
            #expect(!claim.method.isEmpty)
        }
        #expect(insight.claim("scr_rate")?.channels == [.eda])
        #expect(insight.claim("heart_rate_rise")?.channels == [.ecg])
        #expect(insight.confidence.kind == .uncalibratedModel)
        #expect(insight.confidence.value <= Confidence.valueMax)
        let sum = insight.contributions.reduce(0) { $0 + $1.value }
        expect(sum, isClose: insight.confidence.value, within: 1e-12)
    }

    /// Claims are rounded to what is said of them.
    private static func step(of claim: Claim) -> Double {
        switch claim.quantity {
        case "arousal_probability": 0.01
        case "scr_amplitude_per_minute": 0.001
        case "rmssd_change": 1
        default: 0.1
        }
    }

    @Test func theSentenceWordForWord() throws {
        let insight = try #require(ArousalRule().decide(inputs()).insight)
        let rate = try #require(insight.claim("scr_rate"))
        let usual = try #require(insight.claim("scr_rate_usual"))
        let rise = try #require(insight.claim("heart_rate_rise"))
        #expect(
            insight.reason
                == "\(rate.value) skin responses a minute where \(usual.value) are usual, and heart "
                + "rate raised by \(rise.value) a minute, over 5 minutes")
    }

    @Test func whatWouldHaveKeptItSilentDoes() throws {
        let inputs = inputs(seed: 2)
        let rule = ArousalRule()
        let insight = try #require(rule.decide(inputs).insight)
        let needed = try #require(insight.claim("heart_rate_rise_needed")).value
        let rise = try #require(inputs.evidence?.heartRateRise)
        #expect(needed <= rise.value + 0.05)
        #expect(rule.decide(moved(inputs, heartBy: needed - 0.11 - rise.value)).insight == nil)
        #expect(rule.decide(moved(inputs, heartBy: needed + 0.11 - rise.value)).insight != nil)
        #expect(insight.wouldChangeIf.count == 2)
    }

    /// Heart rates of the look's minutes changed, nothing else.
    private func moved(_ inputs: ArousalRule.Inputs, heartBy step: Double) -> ArousalRule.Inputs {
        var people = ArousalPeople(seed: 2)
        var windows = people.windows([Minute](40, .rest) + [Minute](5, .task))
        for index in windows.indices.suffix(5) {
            let window = windows[index]
            windows[index] = ArousalWindow(
                window: window.window, state: window.state, acceleration: window.acceleration,
                skin: window.skin,
                heart: window.heart.map {
                    ArousalHeart(
                        usable: $0.usable,
                        heartRate: $0.heartRate.map { PerMinute($0.value + step) },
                        lnRMSSD: $0.lnRMSSD, channel: $0.channel)
                }, skinTemperature: window.skinTemperature)
        }
        return ArousalRule.Inputs(evidence: ArousalEvidence(ArousalHistory(windows)))
    }

    @Test func thresholdsAreTheUsers() throws {
        var settings = ArousalSettings()
        settings.probabilityMin = 1
        let silence = ArousalRule(settings: settings).decide(inputs()).silence
        #expect(silence?.reason == .belowThreshold)
        #expect(silence?.needed == 1)
    }

    @Test func everySilenceHasItsReason() {
        var codes: Set<String> = []
        for reason in ArousalSilence.examples {
            #expect(reason.silence.quantity == reason.code)
            codes.insert(reason.code)
        }
        #expect(codes.count == ArousalSilence.examples.count)
        #expect(ArousalRule().decide(.init(evidence: nil)).silence?.quantity == "nothingSeen")
    }

    @Test func everySourceIsNamed() {
        #expect(ArousalRule.sources.allSatisfy { $0.doi != nil })
    }
}
