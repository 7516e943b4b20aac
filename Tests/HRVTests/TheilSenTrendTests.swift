import HRV
import TestKit
import Testing

@Suite struct TheilSenTrendTests {
    @Test func aLineIsItsOwnTrend() throws {
        let seconds = (0..<10).map { Double($0) * 300 }
        let trend = try #require(
            TheilSenTrend(seconds: seconds, values: seconds.map { 3 - 0.001 * $0 }))
        expect(trend.slopePerSecond, isClose: -0.001, within: 1e-15)
        expect(trend.interval95.lowerBound, isClose: -0.001, within: 1e-15)
        expect(trend.interval95.upperBound, isClose: -0.001, within: 1e-15)
        #expect(trend.count == 10)
    }

    @Test func byHand() throws {
        // Points 0, 1, 2, 3 with 1, 3, 2, 6. Slopes: 2, 1/2, 5/3, −1, 3/2, 4; sorted −1, 1/2, 3/2,
        // 5/3, 2, 4; median 19/12. S = 5 − 1 = 4; variance 4·3·13 / 18 = 26/3 (no ties);
        // t = 3 / √(26/3), with 2 degrees of freedom p = 1 − t / √(2 + t²) = 1 − √(27/79) = 0.415 39.
        // Ranks reach: (6 ∓ 4.303 · 2.944) / 2, beyond both ends: the smallest and the largest slope.
        let trend = try #require(TheilSenTrend(seconds: [0, 1, 2, 3], values: [1, 3, 2, 6]))
        expect(trend.slopePerSecond, isClose: 19.0 / 12, within: 1e-15)
        expect(trend.pValue, isClose: 1 - (27.0 / 79).squareRoot(), within: 1e-12)
        #expect(trend.interval95 == -1...4)
        #expect(trend.interval90 == -1...4)
    }

    @Test func orderDoesNotMatterAndOutliersHardly() throws {
        let seconds = (0..<12).map { Double($0) }
        var values = seconds.map { 2 * $0 }
        values[5] = 1_000
        let trend = try #require(TheilSenTrend(seconds: seconds, values: values))
        expect(trend.slopePerSecond, isClose: 2, within: 1e-12)
        let shuffled = try #require(
            TheilSenTrend(seconds: seconds.reversed(), values: values.reversed()))
        #expect(shuffled == trend)
    }

    @Test func tiesShrinkTheVariance() throws {
        // 1, 1, 2, 2 at 0…3: S = 4; variance (4·3·13 − 2 · 2·1·9) / 18 = 20/3;
        // t² = 27/20, with 2 degrees of freedom p = 1 − √(27/67) = 0.365 19.
        let trend = try #require(TheilSenTrend(seconds: [0, 1, 2, 3], values: [1, 1, 2, 2]))
        expect(trend.pValue, isClose: 1 - (27.0 / 67).squareRoot(), within: 1e-12)
    }

    @Test func noTrendIsNoNews() throws {
        let flat = try #require(
            TheilSenTrend(seconds: [0, 1, 2, 3], values: [5, 5, 5, 5]))
        #expect(flat.slopePerSecond == 0 && flat.pValue == 1)
        #expect(flat.interval90 == 0...0)
    }

    @Test func autocorrelationMakesLessCertain() throws {
        var generator = SeededGenerator(seed: 11)
        let count = 60
        let white = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
        var last = 0.0
        let red = white.map { value -> Double in
            last = 0.9 * last + value
            return last
        }
        let seconds = (0..<count).map { Double($0) }
        let drift = 0.08
        func trend(_ noise: [Double]) -> TheilSenTrend? {
            TheilSenTrend(seconds: seconds, values: zip(seconds, noise).map { drift * $0 + $1 })
        }
        let (plain, coloured) = (try #require(trend(white)), try #require(trend(red)))
        #expect(plain.pValue < 1e-6)
        #expect(coloured.pValue > plain.pValue)
        #expect(width(coloured.interval95) > 3 * width(plain.interval95))
        #expect(coloured.interval95.contains(drift))
    }

    @Test func theIntervalCoversTheTruth() throws {
        // 400 series of white noise about a line: 95 % intervals hold the slope in 92 to 98 %.
        var generator = SeededGenerator(seed: 12)
        let seconds = (0..<20).map { Double($0) * 300 }
        var held = 0
        for _ in 0..<400 {
            let values = seconds.map {
                1e-4 * $0 + Double.random(in: -0.2...0.2, using: &generator)
            }
            let trend = try #require(TheilSenTrend(seconds: seconds, values: values))
            if trend.interval95.contains(1e-4) { held += 1 }
            #expect(trend.interval95.contains(trend.interval90.lowerBound))
        }
        #expect((368...396).contains(held), "\(held)")
    }

    /// Three hours of 5-minute values, a first-order process without a trend: p < 0.05 in at most 8 % of
    /// 500 series however much they hang together, and in 3 % at least where they do. Lag by lag, as
    /// Hamed & Rao take them, 20 % of those with ρ = 0.5.
    @Test(arguments: [0, 0.25, 0.5]) func noiseIsSeldomCalledATrend(_ correlation: Double) throws {
        var generator = SeededGenerator(seed: 21)
        let seconds = (0..<36).map { Double($0) * 300 }
        var alarms = 0
        for _ in 0..<500 {
            // The first fifty are thrown away.
            var last = 0.0
            let values = (0..<86).map { _ -> Double in
                let step = (0..<4).reduce(0.0) { sum, _ in
                    sum + Double.random(in: -1...1, using: &generator)
                }
                last = correlation * last + step
                return last
            }
            let trend = try #require(
                TheilSenTrend(seconds: seconds, values: Array(values.suffix(36))))
            if trend.pValue < 0.05 { alarms += 1 }
        }
        #expect(((correlation > 0.4 ? 15 : 5)...40).contains(alarms), "\(alarms) of 500")
    }

    @Test func whatHasNoTrend() {
        #expect(TheilSenTrend(seconds: [0, 1], values: [1, 2]) == nil)
        #expect(TheilSenTrend(seconds: [0, 1, 1], values: [1, 2, 3]) == nil)
        #expect(TheilSenTrend(seconds: [0, 1, 2], values: [1, .nan, 3]) == nil)
        #expect(TheilSenTrend(seconds: [0, 1, 2], values: [1, 2]) == nil)
        #expect(
            TheilSenTrend(seconds: [0, 1, 2], values: [-1e308, 1e308, 0]) == nil)
    }

    private func width(_ range: ClosedRange<Double>) -> Double {
        range.upperBound - range.lowerBound
    }
}
