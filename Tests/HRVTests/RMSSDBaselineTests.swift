import Biosignals
import HRV
import RealModule
import TestKit
import Testing

@Suite struct RMSSDBaselineTests {
    private func milliseconds(_ logarithm: Double) -> Milliseconds {
        Milliseconds(.exp(logarithm))
    }

    /// 3.4, 3.6, 3.8 in turn: after 15 days the median is 3.6, the median deviation 0.2, nothing is
    /// drawn in (0.2 < 1.5 · 0.2965), so the mean is 3.6 and the SD √(10 · 0.04 / 14) = 0.169 03.
    /// Day 16 brings 3.4: the range is 3.430 97…3.769 03, so it lies below; SWC 0.084 515; the last
    /// seven are 3.4, 3.6, 3.8, 3.4, 3.6, 3.8, 3.4: sum 25, mean 3.571 43, Σ² = 89.48, variance
    /// (89.48 − 625 / 7) / 6 = 0.032 381, SD 0.179 95, CV 5.038 5 %. The median of those is 3.6,
    /// its median deviation 0.2: nothing is drawn in from 3.571 43 either.
    @Test func byHand() throws {
        var baseline = RMSSDBaseline()
        var last: RMSSDBaselineDay?
        for day in 1...16 {
            last =
                baseline.append(
                    day: day, rmssd: milliseconds(3.4 + 0.2 * Double((day - 1) % 3))
                ).value
            #expect((last?.state.value == nil) == (day < 15))
            #expect((last?.weekMean.value == nil) == (day < 3))
        }
        let day = try #require(last)
        let range = try #require(day.normalRange.value)
        expect(range.lowerBound, isClose: 3.430_969, within: 1e-6)
        expect(range.upperBound, isClose: 3.769_031, within: 1e-6)
        #expect(day.state == .value(.below))
        expect(
            try #require(day.smallestWorthwhileChange.value), isClose: 0.084_515, within: 1e-6)
        expect(try #require(day.weekMean.value), isClose: 3.571_429, within: 1e-6)
        expect(try #require(day.weekCV.value), isClose: 5.038_5, within: 1e-3)
        let next = try #require(baseline.append(day: 17, rmssd: milliseconds(3.6)).value)
        #expect(next.state == .value(.within))
        let high = try #require(baseline.append(day: 18, rmssd: milliseconds(4)).value)
        #expect(high.state == .value(.above))
    }

    /// The same three values, and one night of 12 ms (ln 2.48) among them: range and change hardly
    /// move, where a plain SD would double.
    @Test func oneBadNightMovesLittle() throws {
        func range(badNight: Bool) throws -> (ClosedRange<Double>, Double) {
            var baseline = RMSSDBaseline()
            for day in 1...27 {
                let value = badNight && day == 20 ? 2.48 : 3.5 + 0.1 * Double(day % 3)
                _ = baseline.append(day: day, rmssd: milliseconds(value))
            }
            let day = try #require(baseline.append(day: 28, rmssd: 36).value)
            return (
                try #require(day.normalRange.value),
                try #require(day.smallestWorthwhileChange.value)
            )
        }
        let (plain, change) = try range(badNight: false)
        let (moved, movedChange) = try range(badNight: true)
        expect(
            (moved.lowerBound + moved.upperBound) / 2,
            isClose: (plain.lowerBound + plain.upperBound) / 2, within: 0.02)
        #expect(movedChange < 1.5 * change)
    }

    @Test func whatIsRefused() {
        var baseline = RMSSDBaseline()
        for value in [4.9, 255, .nan, -3, .infinity] {
            #expect(baseline.append(day: 1, rmssd: Milliseconds(value)).value == nil)
        }
        #expect(baseline.append(day: 1, rmssd: 5).value != nil)
        #expect(baseline.append(day: 1, rmssd: 40).value == nil)
        #expect(baseline.append(day: 0, rmssd: 40).value == nil)
        #expect(baseline.count == 1)
    }

    @Test func oldDaysAreForgotten() throws {
        var baseline = RMSSDBaseline()
        for day in 1...400 {
            _ = baseline.append(day: day, rmssd: day <= 300 ? 20 : milliseconds(3.7))
        }
        #expect(baseline.count == 61)
        let day = try #require(baseline.append(day: 401, rmssd: milliseconds(3.7)).value)
        expect(try #require(day.normalRange.value).lowerBound, isClose: 3.7, within: 1e-9)
        // After a break of three weeks two days of the last seven are too few.
        _ = baseline.append(day: 422, rmssd: 40)
        let after = try #require(baseline.append(day: 423, rmssd: 40).value)
        #expect(after.weekMean.value == nil && after.normalRange.value != nil)
        #expect(after.smallestWorthwhileChange.value == nil)
        let years = try #require(baseline.append(day: 2_000, rmssd: 40).value)
        #expect(years.state.value == nil && baseline.count == 1)
    }
}
