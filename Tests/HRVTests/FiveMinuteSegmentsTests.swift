import Biosignals
import HRV
import TestKit
import Testing

@Suite struct FiveMinuteSegmentsTests {
    /// 1,000 ± 10, 2,200 ± 20 and 2,900 ± 30 ms in turn, each set ending within its 300 s and the
    /// next one's first interval beyond: at 298, 597.2 and 893 s; what is left reaches past 900 s.
    /// SDs (N − 1) are d √(N / (N − 1)) with N = 298, 136 and 102; the means differ by −1,033⅓,
    /// +166⅔ and +866⅔ from 2,033⅓.
    @Test func byHand() throws {
        func segment(_ mean: Double, _ deviation: Double, _ count: Int) -> [Double] {
            (0..<count).map { mean + ($0 % 2 == 0 ? deviation : -deviation) }
        }
        let series =
            segment(1_000, 10, 298) + segment(2_200, 20, 136) + segment(2_900, 30, 102)
            + [7_500, 7_500]
        let segments = FiveMinuteSegments(of: nn(series))
        #expect(segments.segments.map(\.count) == [298, 136, 102])
        // (3,100² + 500² + 2,600²) / 9 / 2
        let sdann = ((9_610_000 + 250_000 + 6_760_000) / 18.0).squareRoot()
        expect(try #require(segments.sdann), isClose: sdann, withinRelative: 1e-9)
        let index =
            (10 * (298.0 / 297).squareRoot() + 20 * (136.0 / 135).squareRoot()
                + 30 * (102.0 / 101).squareRoot()) / 3
        expect(try #require(segments.sdnnIndex), isClose: index, withinRelative: 1e-9)
    }

    /// A constant adds to the means only; order within a segment does not matter; scaling all times
    /// by the same factor is another recording.
    @Test func laws() throws {
        var series = rhythm(2_000)
        let plain = FiveMinuteSegments(of: nn(series))
        // The first 300 intervals lie within the first segment.
        series.replaceSubrange(0..<300, with: series[0..<300].reversed())
        let shuffled = FiveMinuteSegments(of: nn(series))
        expect(
            try #require(shuffled.sdann), isClose: try #require(plain.sdann), withinRelative: 1e-9)
        expect(
            try #require(shuffled.sdnnIndex), isClose: try #require(plain.sdnnIndex),
            withinRelative: 1e-9)
        var added = nn(rhythm(2_000))
        added.milliseconds = added.milliseconds.map { $0 - 40 }
        // The times stay, so that the segments do; all but the start, 40 ms later.
        let shifted = FiveMinuteSegments(of: added)
        #expect(shifted.segments.map(\.count) == plain.segments.map(\.count))
        expect(
            try #require(shifted.sdnnIndex), isClose: try #require(plain.sdnnIndex),
            withinRelative: 1e-9)
    }

    @Test func aSegmentHalfEmptyDoesNotCount() throws {
        // 400 s of beats, 260 s without, 400 s of beats: of the second segment 100 s are filled, of
        // the third 240 s; the fourth is cut short by the end.
        var rr = RRIntervals()
        for second in 1...1_060 where second <= 400 || second > 660 {
            rr.append(
                endSeconds: Double(second), milliseconds: 1_000, followsPrevious: second != 661)
        }
        let segments = FiveMinuteSegments(of: NNIntervals(unedited: rr))
        #expect(segments.segments.map(\.count) == [299, 239])
        #expect(FiveMinuteSegments(of: nn([])).sdann == nil)
    }
}
