import Biosignals
import TestKit
import Testing

struct BeatMatchTests {
    @Test func matchesOneToOneWithinTheWindow() {
        // 100–104 match; 205 and 210 compete for 200, the nearer wins; 300 is missed; 500 is extra.
        let match = BeatMatch(reference: [100, 200, 300], test: [104, 205, 210, 500], window: 10)
        #expect(match.matched == 2)
        #expect(match.missed == 1)
        #expect(match.extra == 2)
        expect(match.sensitivity, isClose: 200.0 / 3, within: 1e-12)
        #expect(match.positivePredictivity == 50)
        // 2·2 / (2·2 + 1 + 2) = 4 / 7.
        expect(match.f1, isClose: 400.0 / 7, within: 1e-12)
        #expect(match.errors == [4, 5])
        #expect(match.errorMedian == 4.5)
        expect(match.errorSD, isClose: 0.5.squareRoot(), within: 1e-12)
    }

    @Test func oneTestBeatDoesNotMatchTwoReferences() {
        let match = BeatMatch(reference: [100, 108], test: [107], window: 10)
        #expect(match.matched == 1)
        #expect(match.missed == 1)
        #expect(match.extra == 0)
        #expect(match.errors == [-1])
    }

    @Test func theWindowIsClosedAndExclusionsCountOnNeitherSide() {
        #expect(BeatMatch(reference: [100], test: [110], window: 10).matched == 1)
        #expect(BeatMatch(reference: [100], test: [110.1], window: 10).matched == 0)
        let match = BeatMatch(
            reference: [100, 200], test: [150, 200], window: 10, excluding: [90..<160])
        #expect(match.matched == 1)
        #expect(match.missed == 0)
        #expect(match.extra == 0)
    }

    @Test func recordsAddUp() {
        let sum =
            BeatMatch(reference: [1], test: [1], window: 0)
            + BeatMatch(reference: [1, 2], test: [3], window: 0)
        #expect(sum.matched == 1)
        #expect(sum.missed == 2)
        #expect(sum.extra == 1)
        #expect(BeatMatch().sensitivity == 100)
        #expect(BeatMatch().f1 == 100)
    }
}
