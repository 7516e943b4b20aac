import Biosignals
import Foundation
import Insights
import TestKit
import Testing

@Suite struct RecoveryRuleTests {
    private static let day = SimulatedPerson.firstDay + 30

    /// 30 days of 3.4, 3.6, 3.8 in turn at five in the morning.
    private let baseline: PersonalBaseline = {
        var baseline = PersonalBaseline()
        for day in 0..<30 {
            _ = baseline.add(
                .restingLnRMSSD, day: SimulatedPerson.firstDay + day, minute: 300,
                value: 3.4 + 0.2 * Double(day % 3), usable: 1)
        }
        return baseline
    }()

    private func inputs(
        _ lnRMSSD: Double, minute: Int = 300, error: Double = 0.07, usable: Double = 1
    ) -> RecoveryRule.Inputs {
        RecoveryRule.Inputs(
            resting: SimulatedPerson.resting(
                lnRMSSD, day: Self.day, minute: minute, error: error, usable: usable),
            baseline: baseline, time: 36_000)
    }

    @Test(arguments: [(3.2, "lower"), (4.0, "higher")])
    func aDayOutsideIsTold(_ value: Double, _ word: String) throws {
        let insight = try #require(RecoveryRule().decide(inputs(value)).insight)
        #expect(
            insight.text
                == "Heart rate variability at rest is \(word) than your usual range")
        #expect(SentenceLint.faults(of: insight).isEmpty)
        #expect(insight.kind == .recovery && insight.occasion.key == "day \(Self.day)")
        #expect(insight.confidence.kind == .uncalibratedModel)
        #expect((0.6...0.95).contains(insight.confidence.value))
        let low = try #require(insight.claim("usual_rmssd_from"))
        // 30 days: mean 3.6, SD √(20 · 0.04 / 29) = 0.166 09.
        expect(low.value, isClose: exp(3.6 - 0.166_091), within: 1e-3)
        #expect(low.source == .baseline && low.count == 30)
        #expect(insight.claim("resting_rmssd")?.interval95 != nil)
        #expect(
            insight.reason.contains("at 05:00; your usual range is 31.0 to 43.2 ms, of 30 days"))
    }

    @Test func theEdgeIsWhereItWouldNotHaveBeenTold() throws {
        let insight = try #require(RecoveryRule().decide(inputs(3.1)).insight)
        let edge = try #require(insight.claim("rmssd_not_told_from")).value
        #expect(insight.wouldChangeIf.count == 1)
        #expect(RecoveryRule().decide(inputs(log(edge) + 1e-6)).insight == nil)
        #expect(RecoveryRule().decide(inputs(log(edge) - 1e-6)).insight != nil)
    }

    @Test func whyItIsSilent() {
        let rule = RecoveryRule()
        #expect(rule.decide(inputs(3.6)).silence?.reason == .insideUsualRange)
        // Just outside: more likely than not still inside.
        #expect(rule.decide(inputs(3.42)).silence?.reason == .notClear)
        #expect(rule.decide(inputs(3.1, usable: 0.8)).silence?.reason == .poorSignal)
        #expect(rule.decide(inputs(log(255))).silence?.reason == .poorSignal)
        #expect(rule.decide(inputs(log(4))).silence?.reason == .poorSignal)
        let elsewhere = rule.decide(inputs(3.1, minute: 900)).silence
        #expect(
            elsewhere
                == Silence(.tooLittleData, quantity: "baseline_days", found: 0, needed: 14))
        var off = RecoveryRule.Settings()
        off.isOn = false
        #expect(RecoveryRule(settings: off).decide(inputs(3.1)).silence?.reason == .turnedOff)
        var unknown = inputs(3.1)
        let picked = unknown.resting.picked
        unknown.resting = RestingValue(
            recoveryDay: 1,
            picked: RestingWindow(
                day: picked.day, minute: 300, window: picked.window, rmssd: picked.rmssd,
                rmssdInterval95: nil, heartRate: 50, usable: 1, isStationary: true), candidates: 1)
        #expect(rule.decide(unknown).silence?.quantity == "resting_rmssd_interval")
    }

    @Test func withinIsToldWhereItIsWanted() throws {
        var settings = RecoveryRule.Settings()
        settings.tellsWithin = true
        let insight = try #require(RecoveryRule(settings: settings).decide(inputs(3.6)).insight)
        #expect(insight.text == "Heart rate variability at rest is in your usual range")
        #expect(SentenceLint.faults(of: insight).isEmpty)
        #expect(insight.wouldChangeIf.isEmpty)
    }

    /// The less a value is known, and the fewer days there are, the less is claimed of it.
    @Test func theProbabilityKnowsItsErrors() throws {
        func probability(_ error: Double) -> Double {
            let range = try? baseline.normalRange(
                .restingLnRMSSD, at: 300, before: Self.day
            ).get()
            guard let range else { return .nan }
            return RangeComparison(value: 3.3, error: error, range: range).probabilityBelow
        }
        let stated = [0, 0.03, 0.07, 0.12, 0.2].map(probability)
        #expect(zip(stated, stated.dropFirst()).allSatisfy { $0 > $1 })
        #expect(stated.allSatisfy { (0...1).contains($0) })
    }

    /// Days without any spread: the range is a point, and everything stays finite.
    @Test func aRangeOfOneValue() throws {
        var flat = PersonalBaseline()
        for day in 0..<14 {
            _ = flat.add(.restingLnRMSSD, day: day, minute: 300, value: 3.6, usable: 1)
        }
        let range = try flat.normalRange(.restingLnRMSSD, at: 300, before: 14).get()
        for (value, error) in [(3.6, 0.0), (3.5, 0.0), (3.5, 0.07), (9, 0)] {
            let comparison = RangeComparison(value: value, error: error, range: range)
            #expect((0...1).contains(comparison.probability))
        }
    }

    @Test func aRestingValueGoesIntoItsOwnBaseline() {
        var days = PersonalBaseline()
        let value = SimulatedPerson.resting(3.6, day: 5, minute: 300)
        #expect(days.add(value) == .added && days.add(value) == .notAfterLast)
        #expect(days.add(value, isPulse: true) == .added)
        #expect(
            days.measures.map(\.rawValue)
                == ["prv_restingLnRMSSD", "restingHeartRate", "restingLnRMSSD"])
        #expect(days.add(SimulatedPerson.resting(log(300), day: 6, minute: 300)) == .implausible)
    }
}
