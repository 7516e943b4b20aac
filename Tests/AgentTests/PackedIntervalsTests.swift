import Biosignals
import TestKit
import Testing

@testable import Agent

@Suite struct PackedIntervalsTests {
    private func unpacked(_ nn: NNIntervals, start: Double) -> NNIntervals {
        var again = NNIntervals(
            endSeconds: [], milliseconds: [], followsPrevious: [], beatsTotal: nn.beatsTotal)
        PackedIntervals(nn, start: start).unpack(into: &again)
        return again
    }

    @Test func wholeMicrosecondsComeBackAsTheyWere() {
        let nn = NNIntervals(
            endSeconds: [86_100.812_5, 86_101.625, 86_399.999_999],
            milliseconds: [812.5, 812.501, 298_374.999],
            followsPrevious: [false, true, false], isReconstructed: [true, false, true],
            beatsTotal: 4)
        #expect(unpacked(nn, start: 86_100) == nn)
    }

    /// The first of a window follows nothing; what no window can hold is the most it can.
    @Test func theEdges() {
        let nn = NNIntervals(
            endSeconds: [299, 9_000], milliseconds: [800, 2e6], followsPrevious: [true, true],
            beatsTotal: 3)
        let again = unpacked(nn, start: 300)
        #expect(again.followsPrevious == [false, true])
        #expect(again.endSeconds == [300, 300 + 4_294.967_295])
        #expect(again.milliseconds == [800, 1_073_741.823])
    }

    @Test func nothingMovesByMoreThanHalfAMicrosecond() {
        var generator = SeededGenerator(seed: 8)
        let lengths = (0..<400).map { _ in Double.random(in: 400...1_100, using: &generator) }
        var end = 43_200.0
        let ends = lengths.map { length in
            end += length / 1_000
            return end
        }
        let nn = NNIntervals(
            endSeconds: ends, milliseconds: lengths,
            followsPrevious: lengths.indices.map { $0 % 7 > 0 }, beatsTotal: 401)
        let again = unpacked(nn, start: 43_200)
        #expect(again.followsPrevious == nn.followsPrevious)
        #expect(zip(again.milliseconds, lengths).allSatisfy { abs($0 - $1) < 0.000_501 })
        #expect(zip(again.endSeconds, ends).allSatisfy { abs($0 - $1) < 0.000_000_501 })
    }

    /// Intervals end to end, whose ends and lengths round apart, and holes between them, are told
    /// from each other; a length of 17 s does not fit beside its flags.
    @Test func holesAndRoundingComeBackAsTheyWere() {
        let nn = NNIntervals(
            endSeconds: [1, 1.8, 2.600_001, 3.399_999, 9.2, 26.2, 27],
            milliseconds: [800, 800, 800, 800, 800, 17_000, 800],
            followsPrevious: [false, true, true, true, false, true, true],
            isReconstructed: [false, false, true, true, false, false, true], beatsTotal: 8)
        #expect(unpacked(nn, start: 0) == nn)
    }
}
