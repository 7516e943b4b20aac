import Biosignals
import HRV
import RealModule
import TestKit
import Testing

@Suite struct NonlinearTests {
    @Test func entropyCountsByHand() throws {
        // Runs of two that have a third: (1,2) (2,1) (1,2) (2,1). With r = 0.5: 1-3 and 2-4 match,
        // their thirds 1, 1 and 2, 9: one of two goes on.
        let entropy = SampleEntropy(of: nn([1, 2, 1, 2, 1, 9]), tolerance: 0.5)
        #expect(entropy.matchesOfTwo == 2)
        #expect(entropy.matchesOfThree == 1)
        expect(try #require(entropy.value), isClose: Double.log(2), within: 1e-15)
    }

    @Test func entropyIsStrict() {
        #expect(SampleEntropy(of: nn([1, 2, 1, 2, 1, 9]), tolerance: 0).matchesOfTwo == 0)
        // Runs (10,20) and (11,20): one apart in the first.
        let series = nn([10, 20, 30, 11, 20, 30])
        #expect(SampleEntropy(of: series, tolerance: 1).matchesOfTwo == 0)
        #expect(SampleEntropy(of: series, tolerance: 1.001).matchesOfTwo == 1)
    }

    @Test func noRunCrossesAGap() {
        var series = nn([1, 2, 1, 2, 1, 9])
        series.followsPrevious[4] = false
        // Runs (1,2,1) and (2,1,2) remain; nothing matches.
        #expect(SampleEntropy(of: series, tolerance: 0.5).matchesOfTwo == 0)
        #expect(SampleEntropy(of: nn([]), tolerance: 1).value == nil)
    }

    @Test func poincareAxes() throws {
        let series = nn(rhythm(300))
        let plot = try #require(PoincarePlot(of: series))
        let sdsd = try #require(
            TimeDomain.sdsd(differences: TimeDomain.differences(of: series)))
        expect(plot.sd1, isClose: sdsd / 2.0.squareRoot(), withinRelative: 1e-12)
        #expect(PoincarePlot(of: nn([800, 810])) == nil)
    }

    @Test func whiteNoiseScalesWithOneHalf() throws {
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<20_000).map { _ in 800 + Double.random(in: -50...50, using: &generator) }
        let alpha = try #require(DetrendedFluctuation.alpha(noise, scales: 16...64))
        expect(alpha, isClose: 0.5, within: 0.03)
        var sum = 0.0
        let walk = noise.map { value -> Double in
            sum += value - 800
            return sum
        }
        let steeper = try #require(DetrendedFluctuation.alpha(walk, scales: 16...64))
        expect(steeper, isClose: 1.5, within: 0.05)
    }

    @Test func fluctuationHasNoValueForFlatOrShortSeries() {
        let flat = Array(repeating: 800.0, count: 300)
        #expect(DetrendedFluctuation.alpha(flat, scales: 4...16) == nil)
        #expect(DetrendedFluctuation.alpha(rhythm(15), scales: 4...16) == nil)
        #expect(DetrendedFluctuation.alpha(rhythm(300), scales: 1...16) == nil)
    }
}
