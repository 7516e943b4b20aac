import Biosignals
import Foundation
import HRV
import TestKit
import Testing

@Suite struct SampleEntropyTests {
    /// Every pair looked at.
    private func plainCounts(_ nn: NNIntervals, _ tolerance: Double) -> (two: Int, three: Int) {
        let x = nn.milliseconds
        let runs = (0..<max(0, nn.count - 2)).filter {
            nn.followsPrevious[$0 + 1] && nn.followsPrevious[$0 + 2]
        }
        var (two, three) = (0, 0)
        for (place, i) in runs.enumerated() {
            for j in runs[..<place] where abs(x[i] - x[j]) < tolerance {
                guard abs(x[i + 1] - x[j + 1]) < tolerance else { continue }
                two += 1
                if abs(x[i + 2] - x[j + 2]) < tolerance { three += 1 }
            }
        }
        return (two, three)
    }

    /// Fine and coarse values, few and many ties, gaps, outliers, tolerances that lie on a step.
    @Test(arguments: 1...24) func theCountsAreThoseOfEveryPair(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = [0, 1, 2, 3, 15, 16, 17, 18, 19, 64, 200, 450][seed % 12]
        let step = [0, 1.0, 7.8125, 0.1][seed % 4]
        var series = (0..<count).map { index -> Double in
            let value = rhythm(450, seed: UInt64(seed), noise: 30)[index]
            return step > 0 ? (value / step).rounded() * step : value
        }
        if seed % 5 == 0, count > 20 { series[7] = 60_000 }
        var intervals = nn(series)
        for index in 0..<count where Double.random(in: 0...1, using: &generator) < 0.05 {
            intervals.followsPrevious[index] = false
        }
        for tolerance in [0.1, 1, 7.8125, 15.625, 16, 40.3, 1e6, .infinity] {
            let found = SampleEntropy(of: intervals, tolerance: tolerance)
            let expected = plainCounts(intervals, tolerance)
            #expect(found.matchesOfTwo == expected.two, "r \(tolerance)")
            #expect(found.matchesOfThree == expected.three, "r \(tolerance)")
        }
        for tolerance in [0, -1, .nan] {
            #expect(SampleEntropy(of: intervals, tolerance: tolerance).matchesOfTwo == 0)
        }
    }

    /// What sampen.c prints for m = 2, r in the series' own unit, strictly below.
    @Test(arguments: [(0.2, 2.257106), (2, 1.217981)])
    func thePhysioNetSeries(_ tolerance: Double, _ printed: Double) throws {
        guard let folder = developmentData("hrv/physionet_sampen") else {
            print("hrv/physionet_sampen is not here: its sample entropy is not checked.")
            return
        }
        let text = try String(
            contentsOf: folder.appendingPathComponent("test.10000.txt"), encoding: .utf8)
        let series = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        #expect(series.count == 10_000)
        let intervals = NNIntervals(
            endSeconds: series.indices.map { Double($0) }, milliseconds: series,
            followsPrevious: series.indices.map { $0 > 0 }, beatsTotal: 10_001)
        let entropy = SampleEntropy(of: intervals, tolerance: tolerance)
        expect(try #require(entropy.value), isClose: printed, within: 5e-7)
    }

    @Test func whatIgnoresTimeAndUnit() {
        let series = rhythm(300)
        let plain = SampleEntropy(of: nn(series), tolerance: 6)
        // Powers of two and whole steps round nothing.
        let scaled = SampleEntropy(of: nn(series.map { 4 * $0 }), tolerance: 24)
        #expect(scaled.matchesOfTwo == plain.matchesOfTwo)
        #expect(scaled.matchesOfThree == plain.matchesOfThree)
        let reversed = SampleEntropy(of: nn(series.reversed()), tolerance: 6)
        #expect(reversed.matchesOfThree == plain.matchesOfThree)
    }
}
