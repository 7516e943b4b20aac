import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@Suite struct BoutUnrestTests {
    /// Minutes with these heart rates and sways, each weighed.
    static func minutes(
        _ rates: [Double?], sway: Double? = nil, from start: Double = 0,
        weighed: [String: Double] = ["heartRate": 1, "sway": 2]
    ) -> [StationaryMinute] {
        rates.enumerated().map { index, rate in
            let begin = start + 60 * Double(index)
            return StationaryMinute(
                Epoch(
                    start: Seconds(begin), end: Seconds(begin + 60), state: .stationary,
                    pStationary: 0.97,
                    evidence: EpochEvidence(
                        usable: 1, contactLost: 0, heartRate: rate.map { PerMinute($0) },
                        swayLogRatio: sway.map { $0 + 0.01 * Double(index) }),
                    logLikelihoodRatios: weighed))
        }
    }

    @Test func byHand() {
        // 60, 61 … 80: 90 % of the way through 21 values is the 19th, 78; the middle is 70.
        let rising = Self.minutes((0...20).map { 60 + Double($0) }, sway: 0.2)
        let unrest = BoutUnrest(rising, since: 0)
        expect(unrest.heartRate ?? .nan, isClose: 8, within: 1e-12)
        expect(unrest.sway ?? .nan, isClose: 0.08, within: 1e-12)
        // The order of the minutes does not matter, nor the person's own level.
        let shuffled = Self.minutes((0...20).map { 80 + Double(($0 * 8) % 21) }, sway: 0.2)
        expect(BoutUnrest(shuffled, since: 0).heartRate ?? .nan, isClose: 8, within: 1e-12)
    }

    @Test func whatWasNotWeighedIsNotKnown() {
        let rates: [Double?] = (0...40).map { 60 + Double($0) }
        #expect(BoutUnrest(Self.minutes(Array(rates.prefix(19))), since: 0) == BoutUnrest())
        #expect(BoutUnrest(Self.minutes(rates, weighed: ["sway": 1]), since: 0).heartRate == nil)
        #expect(BoutUnrest(Self.minutes(rates), since: 0).sway == nil)
        // What lies before the bout is none of it.
        #expect(BoutUnrest(Self.minutes(rates), since: 1_800).heartRate == nil)
        #expect(BoutUnrest([], since: 0) == BoutUnrest())
    }

    @Test func anUnevenBoutIsLessSure() throws {
        let rule = StationaryRule(model: .jointDraws())
        func said(_ rates: [Double?]) throws -> Insight {
            let minutes = Self.minutes(rates, sway: nil)
            return try #require(rule.decide(Made.inputs(minutes)).insight)
        }
        let even = try said(Array(repeating: 70, count: 70))
        let uneven = try said((0..<70).map { $0 % 5 == 0 ? 95 : 70 })
        #expect(uneven.confidence.value < even.confidence.value - 0.1)
        let reason = try #require(
            uneven.wouldChangeIf.first { $0.contains("the heart beat 25.0 a minute above") })
        #expect(reason.hasPrefix("in the liveliest tenth of the minutes the heart beat"))
        #expect(uneven.claim("heart_rate_unrest")?.value == 25)
        for insight in [even, uneven] { #expect(SentenceLint.faults(of: insight) == []) }
        // What it costs is the heart rate's doing: without that evidence it is not known at all.
        let parts = uneven.contributions.reduce(0) { $0 + $1.value }
        expect(parts, isClose: uneven.confidence.value, within: 1e-12)
    }

    @Test func theCalibrationIsBoundedAndOnlyFalls() {
        let calibration = Calibration.stationary
        var last = 1.0
        for rise in 0...60 {
            let p = calibration.apply(0.9, unrest: BoutUnrest(heartRate: Double(rise)))
            #expect(p <= last)
            last = p
        }
        #expect(
            calibration.apply(0.9, unrest: BoutUnrest(heartRate: 20))
                == calibration.apply(0.9, unrest: BoutUnrest(heartRate: 400)))
        // The mean bout, and one of which nothing is known, stay where the draws put them.
        let usual = try? #require(calibration.unrest).usual
        #expect(calibration.apply(0.9, unrest: usual ?? BoutUnrest()) == calibration.apply(0.9))
    }
}
