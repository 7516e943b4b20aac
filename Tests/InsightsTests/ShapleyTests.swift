import Insights
import TestKit
import Testing

@Suite struct ShapleyTests {
    /// Left glove, left glove, right glove: a pair is worth 1. Of the six orders the right one
    /// completes the pair in four, each left one in one.
    @Test func gloves() {
        let values = Shapley.values(count: 3) { set in
            set & 0b100 != 0 && set & 0b011 != 0 ? 1 : 0
        }
        for (value, expected) in zip(values, [1.0 / 6, 1.0 / 6, 4.0 / 6]) {
            expect(value, isClose: expected, within: 1e-12)
        }
    }

    @Test func theySumToTheWholeAndADummyGetsNothing() {
        var generator = SeededGenerator(seed: 3)
        let worths = (0..<32).map { _ in Double.random(in: 0...1, using: &generator) }
        // The sixth piece changes nothing.
        let values = Shapley.values(count: 6) { worths[$0 & 31] }
        expect(values.reduce(0, +), isClose: worths[31] - worths[0], within: 1e-12)
        expect(values[5], isClose: 0, within: 1e-12)
    }
}
