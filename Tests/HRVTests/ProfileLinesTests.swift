import TestKit
import Testing

@testable import HRV

@Suite struct ProfileLinesTests {
    /// 0 3 0 3 about its line 0.6 + 0.6·n: rests −0.6 1.8 −1.8 0.6, squares 7.2.
    @Test func byHand() {
        let lines = ProfileLines([9, 0, 3, 0, 3, 9], longest: 4)
        expect(lines.squaresAboutLine(1..<5), isClose: 7.2, within: 1e-12)
        #expect(lines.squaresAboutLine(2..<4) == 0)
        #expect(lines.squaresAboutLine(6..<6) == 0)
    }

    /// The profile of a day wanders far from its mean; its windows do not.
    @Test func sumsAgreeWithSamples() {
        var generator = SeededGenerator(seed: 5)
        var (level, step) = (0.0, 0.0)
        let profile = (0..<100_000).map { _ -> Double in
            step = 0.98 * step + Double.random(in: -30...30, using: &generator)
            level += step
            return level
        }
        let sums = ProfileLines(profile, longest: 1_000)
        let samples = ProfileLines(profile, longest: 4)
        for window in [0..<256, 99_700..<99_956, 50_000..<50_700, 90_000..<91_000] {
            expect(
                sums.squaresAboutLine(window), isClose: samples.squaresAboutLine(window),
                withinRelative: 1e-6)
        }
    }
}
