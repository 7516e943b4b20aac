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
