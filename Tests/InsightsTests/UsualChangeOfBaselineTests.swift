import Foundation
import Insights
import TestKit
import Testing

@Suite struct UsualChangeOfBaselineTests {
    private static let first = 20_000

    /// Days that fall by 0.1 from one two hours to the next, from 08:00 on, at 5 minutes past and 55 to.
    private func falling(days: Int, spread: Double = 0) -> PersonalBaseline {
        var baseline = PersonalBaseline()
        for day in 0..<days {
            let sign = day.isMultiple(of: 2) ? 1.0 : -1
            for part in 4..<10 {
                for minute in [part * 120 + 55, part * 120 + 65] {
                    _ = baseline.add(
                        .lnRMSSD, day: Self.first + day, minute: minute,
                        value: 3.8 - (0.1 + sign * spread) * Double(part - 4), usable: 1)
                }
            }
        }
        return baseline
    }

    private func change(_ baseline: PersonalBaseline, _ from: Int, _ to: Int, day: Int = 20)
        -> UsualChange?
    {
        let today = (Self.first + day) * 1_440
        return baseline.usualChange(from: today + from, to: today + to)
    }

    /// From 09:00 to 15:00 three steps of −0.1: exp(−0.3) − 1 = −25.9 %.
    @Test func theDaysChangeOverTheSameHours() throws {
        let usual = try #require(change(falling(days: 20), 540, 900))
        expect(usual.percent, isClose: -25.918, within: 1e-3)
        #expect(usual.days == 20)
        expect(usual.logDeviation, isClose: 0, within: 1e-9)
        expect(usual.smallestWorthwhilePercent ?? 1, isClose: 0, within: 1e-6)
    }

    /// The ends lie 20 minutes from where the days have values: drawn out from six hours to five and
    /// twenty minutes more.
    @Test func itIsDrawnOutToTheSpan() throws {
        let usual = try #require(change(falling(days: 20), 560, 900))
        expect(usual.percent, isClose: 100 * (exp(-0.3 * 340 / 360) - 1), within: 1e-3)
    }

    /// Changes of three steps of 0.12 and of 0.08 in turn: SD of ± 0.06 over 20 days 0.061 559.
    @Test func itSaysHowDifferentTheDaysAre() throws {
        let usual = try #require(change(falling(days: 20, spread: 0.02), 540, 900))
        expect(usual.logDeviation, isClose: 0.06 * (20.0 / 19).squareRoot(), within: 1e-9)
    }

    @Test func whereNothingIsKnown() {
        let baseline = falling(days: 20)
        #expect(change(baseline, 540, 590) == nil)
        #expect(change(baseline, 0, 300) == nil)
        #expect(change(baseline, 0, 721) == nil)
        #expect(change(baseline, 900, 540) == nil)
        #expect(change(PersonalBaseline(), 540, 900) == nil)
        #expect(change(falling(days: 5), 540, 900, day: 3)?.days == 3)
    }
}
