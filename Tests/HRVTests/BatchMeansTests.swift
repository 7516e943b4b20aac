import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct BatchMeansTests {
    @Test func byHand() throws {
        // Four values, batches of two: sums about the mean 2.5 are −2, 0, 2; (4 + 0 + 4) over
        // 2 · (4 − 2) · (4 − 2 + 1) = 12.
        expect(
            try #require(BatchMeans.squaredError(of: [1, 2, 3, 4])), isClose: 8.0 / 12,
            within: 1e-15)
        #expect(BatchMeans.squaredError(of: [7, 7, 7, 7, 7]) == 0)
        #expect(BatchMeans.squaredError(of: [1, 2, 3]) == nil)
        #expect(BatchMeans.squaredError(of: [1, 2, .infinity, 3, 4]) == nil)
    }

    /// AR(1), coefficient 0.6: the variance of the mean of n is (1 + 0.6) / (1 − 0.6) = 4 times that
    /// of independent values. Batches of 20 see all but 2 · 0.6 / 0.4² / 20 / 4 = 9 % of it.
    @Test func correlationBetweenNeighboursCounts() throws {
        var (plain, coloured) = (0.0, 0.0)
        let (runs, count) = (200, 400)
        for run in 0..<runs {
            let noise = normalNumbers(count + 50, seed: UInt64(run))
            var last = 0.0
            let series = noise.map { value -> Double in
                last = 0.6 * last + value
                return last
            }.suffix(count)
            plain += try #require(BatchMeans.squaredError(of: Array(noise.suffix(count))))
            coloured += try #require(BatchMeans.squaredError(of: Array(series)))
        }
        let (independent, scale) = (1 / Double(count), 1 / Double(runs))
        expect(plain * scale, isClose: independent, withinRelative: 0.06)
        // The variance of the series itself is 1 / (1 − 0.36).
        expect(coloured * scale, isClose: 0.91 * 4 * independent / 0.64, withinRelative: 0.08)
    }

    @Test func studentTakesMoreOfFewBatches() {
        // 60 values in batches of 8 are worth 11.25: Student's quantile there is 2.195.
        expect(
            1.96 * BatchMeans.inflation(60).squareRoot(), isClose: 2.195, withinRelative: 0.02)
        #expect(BatchMeans.inflation(60) > BatchMeans.inflation(350))
        expect(BatchMeans.inflation(100_000), isClose: 1, within: 0.01)
    }
}
