import Biosignals
import HRV
import RealModule
import TestKit
import Testing

@Suite struct TimeDomainTests {
    @Test func rmssdOfThreeDifferences() throws {
        // +10, −20, +30 ms → √((100 + 400 + 900) / 3)
        let value = try #require(TimeDomain.rmssd([800, 810, 790, 820]))
        expect(value, isClose: 21.602_468_994_692_867, within: 1e-12)
    }

    @Test func sdnnDividesByOneLess() throws {
        // Mean 805; deviations −5, 5, −15, 15: 500 / 3.
        let value = try #require(TimeDomain.sdnn([800, 810, 790, 820]))
        expect(value, isClose: 12.909_944_487_358_056, within: 1e-12)
    }

    @Test func fiftyMillisecondsAreNotOverFifty() {
        #expect(TimeDomain.pNN50([800, 850, 800]) == 0)
        #expect(TimeDomain.pNN50([800, 851, 800, 800]) == 100 * 2 / 3.0)
    }

    @Test func noDifferenceAcrossAGap() {
        var series = nn([800, 810, 900, 905])
        series.followsPrevious[2] = false
        #expect(TimeDomain.differences(of: series) == [10, 5])
        #expect(series.stretches == [0..<2, 2..<4])
    }

    @Test func tooFewIsNothing() {
        #expect(TimeDomain.mean([]) == nil)
        #expect(TimeDomain.sdnn([800]) == nil)
        #expect(TimeDomain.rmssd([800]) == nil)
        #expect(TimeDomain.pNN50([]) == nil)
        #expect(TimeDomain.differences(of: nn([])).isEmpty)
        #expect(nn([]).stretches.isEmpty)
    }

    @Test func reversedTimeKeepsThem() throws {
        let series = rhythm(300)
        let reversed = Array(series.reversed())
        for measure in [TimeDomain.sdnn, TimeDomain.rmssd(_:), TimeDomain.pNN50] {
            expect(
                try #require(measure(reversed)), isClose: try #require(measure(series)),
                withinRelative: 1e-12)
        }
    }

    @Test func scalingScalesAndShiftingDoesNothing() throws {
        let series = rhythm(300)
        for measure in [TimeDomain.sdnn, TimeDomain.rmssd(_:)] {
            let value = try #require(measure(series))
            expect(
                try #require(measure(series.map { 1.5 * $0 })), isClose: 1.5 * value,
                withinRelative: 1e-12)
            expect(
                try #require(measure(series.map { $0 + 100 })), isClose: value,
                withinRelative: 1e-10)
        }
    }

    /// Sine of amplitude A at f Hz in intervals of mean m: SDNN = A / √2,
    /// RMSSD = √2 · A · |sin(π · f · m)|, for a whole number of periods read at even steps.
    @Test(arguments: [(0.8, 35.0, 0.25), (1.0, 70.0, 0.1)])
    func sineHasAClosedForm(_ mean: Double, _ amplitude: Double, _ frequency: Double) throws {
        let count = 2_000
        let series = (0..<count).map {
            1_000 * mean + amplitude * .sin(2 * .pi * frequency * mean * Double($0))
        }
        // N − 1 instead of N, and N − 1 differences: 1 / N either way.
        expect(
            try #require(TimeDomain.sdnn(series)), isClose: amplitude / 2.0.squareRoot(),
            withinRelative: 1e-3)
        expect(
            try #require(TimeDomain.rmssd(series)),
            isClose: 2.0.squareRoot() * amplitude * abs(.sin(.pi * frequency * mean)),
            withinRelative: 1e-3)
    }
}
