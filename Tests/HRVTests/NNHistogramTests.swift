import HRV
import TestKit
import Testing

@Suite struct NNHistogramTests {
    @Test func aPerfectTriangle() throws {
        // Bins of 10 ms with 1, 2, 3, 2, 1: feet three bins from the mode on both sides.
        let series = [705.0, 715, 715, 725, 725, 725, 735, 735, 745]
        let histogram = try #require(NNHistogram(series, bin: 10))
        #expect(histogram.counts == [1, 2, 3, 2, 1])
        #expect(histogram.triangularIndex == 3)
        #expect(histogram.triangleBase == 60)
        #expect(histogram.modeMilliseconds == 725)
        expect(histogram.modeAmplitude, isClose: 100.0 / 3, within: 1e-12)
    }

    /// Each foot tried with the error summed bin by bin.
    @Test(arguments: 1...40) func theFeetAreThoseOfEveryTrial(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...60, using: &generator)
        let series = (0..<count).map { _ in
            (0..<3).reduce(600) { sum, _ in sum + Double.random(in: 0...80, using: &generator) }
        }
        let histogram = try #require(NNHistogram(series, bin: 10))
        let counts = histogram.counts
        let mode = try #require(counts.firstIndex(of: counts.max() ?? 0))
        func foot(_ side: [Int]) -> Int {
            func error(_ distance: Int) -> Double {
                side.enumerated().reduce(0) { sum, bin in
                    let share = 1 - Double(bin.offset + 1) / Double(distance)
                    let rest = Double(bin.element) - max(0, Double(counts[mode]) * share)
                    return sum + rest * rest
                }
            }
            // Of equal fits the wider, rounding aside.
            return (1...(side.count + 1)).reduce(1) { error($1) <= error($0) + 1e-9 ? $1 : $0 }
        }
        let base = foot(counts[..<mode].reversed()) + foot(Array(counts[(mode + 1)...]))
        #expect(histogram.triangleBase == Double(base) * 10)
    }

    @Test func stressIndexByHand() throws {
        // Mode bin [800, 850): 3 of 4 intervals, middle 0.825 s, range 0.1 s.
        let value = try #require(StressIndex.value([800, 810, 820, 900]))
        expect(value, isClose: 75 / (2 * 0.825 * 0.1), withinRelative: 1e-12)
    }

    @Test func whatHasNoShape() {
        #expect(NNHistogram([]) == nil)
        #expect(NNHistogram([800, 1e300]) == nil)
        #expect(NNHistogram([1e300]) == nil)
        #expect(NNHistogram([800, .nan, 900]) == nil)
        #expect(StressIndex.value([800, 800]) == nil)
        #expect(NNHistogram([800])?.triangularIndex == 1)
    }
}
