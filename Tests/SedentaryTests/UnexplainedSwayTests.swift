import Sedentary
import TestKit
import Testing

@Suite struct UnexplainedSwayTests {
    /// Muscle -4.2 is 0.5 above quiet and explains 0.6 · 0.5 = 0.3.
    @Test func aTenseChestExplainsSway() {
        expect(UnexplainedSway.left(of: 0.8, muscle: -4.2), isClose: 0.5, within: 1e-12)
        #expect(UnexplainedSway.left(of: 0.2, muscle: -4.2) == 0)
    }

    @Test func aQuietChestExplainsNothing() {
        #expect(UnexplainedSway.left(of: 0.8, muscle: -5.4) == 0.8)
    }

    /// -3.3 explains 0.6 · 1.4 = 0.84, and what is tenser than anybody was is taken for that.
    @Test func whatItExplainsIsBounded() {
        expect(UnexplainedSway.left(of: 1.5, muscle: 3), isClose: 0.66, within: 1e-12)
    }

    @Test(arguments: [-6.0, -4.4, -2])
    func belowTheQuietLevelMuscleSaysNothing(muscle: Double) {
        #expect(UnexplainedSway.left(of: -0.3, muscle: muscle) == -0.3)
        #expect(UnexplainedSway.left(of: 0, muscle: muscle) == 0)
    }
}
