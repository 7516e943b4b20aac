import Biosignals
@testable import Respiration
import Testing

@Suite struct BeatSeriesTests {
    private func series(_ beats: [(Double, Double)]) -> BeatSeries {
        var series = BeatSeries()
        for (time, value) in beats {
            series.append(BeatModulation(time: Seconds(time), amplitude: value))
        }
        return series
    }

    private func grid(_ series: BeatSeries, count: Int, from start: Double = 0) -> [Double]? {
        var (copy, grid) = (series, [Double](repeating: 0, count: count))
        return copy.resample(.amplitude, from: start, step: 0.5, into: &grid) ? grid : nil
    }

    @Test func drawsStraightLines() {
        // 1 to 3 over 2 s, then down to 2 in 1 s.
        let found = grid(series([(0, 1), (2, 3), (3, 2), (4, 2)]), count: 7)
        #expect(found == [1, 1.5, 2, 2.5, 3, 2.5, 2])
    }

    @Test func isNotDrawnAcrossAHole() {
        #expect(grid(series([(0, 1), (1, 2), (5.1, 1), (6, 2)]), count: 12) == nil)
        #expect(grid(series([(0, 1), (1, 2), (4.9, 1), (6, 2)]), count: 12) != nil)
        // Nor beyond its ends.
        #expect(grid(series([(3, 1), (4, 2), (5, 1)]), count: 8) == nil)
        #expect(grid(series([(0, 1), (1, 2), (2, 1)]), count: 12) == nil)
    }

    @Test func anEctopicBeatIsLeftOut() {
        // Median 2, median distance from it 1: 50 lies beyond 4 · 1.4826.
        let beats = [(0.0, 1.0), (1, 2), (2, 50), (3, 3), (4, 1), (5, 2), (6, 3)]
        #expect(grid(series(beats), count: 9) == [1, 1.5, 2, 2.25, 2.5, 2.75, 3, 2, 1])
    }

    @Test func oldBeatsAreForgottenAndCostNothing() {
        var long = series([])
        for index in 0..<10_000 {
            long.append(
                BeatModulation(time: Seconds(Double(index) / 4), amplitude: Double(index % 3)))
        }
        let found = grid(long, count: 65, from: 2_460)
        #expect(found?.count == 65)
        #expect(long.medianSpacing(from: 2_460, to: 2_490) == 0.25)
        #expect(grid(long, count: 65, from: 100) == nil)
    }
}
