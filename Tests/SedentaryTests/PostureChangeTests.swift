import Biosignals
import Sedentary
import TestKit
import Testing

@Suite struct PostureChangeTests {
    private func steps(_ means: [Double?]) -> [Int] {
        var finder = BaselineStepFinder()
        return means.enumerated().compactMap { finder.process($0.element) ? $0.offset : nil }
    }

    private func level(_ value: Double, _ seconds: Int, seed: UInt64) -> [Double?] {
        var generator = SplitMix64(seed: seed)
        return (0..<seconds).map { _ in value + Double.random(in: -0.05...0.05, using: &generator) }
    }

    @Test func aLastingStepIsToldOnce() {
        let found = steps(level(500, 60, seed: 1) + level(504, 80, seed: 2))
        #expect(found.count == 1)
        #expect(found.allSatisfy { (60...85).contains($0) })
    }

    @Test func aBriefBumpAndAGapAreNoSteps() {
        #expect(
            steps(level(500, 60, seed: 1) + level(504, 8, seed: 2) + level(500, 60, seed: 3))
                .isEmpty)
        #expect(steps(level(500, 60, seed: 1) + [nil] + level(504, 30, seed: 2)).isEmpty)
    }

    private func stoodUp(_ rates: [Double]) -> Int {
        var finder = StandingFinder()
        return rates.count { finder.process(PerMinute($0)) }
    }

    @Test func standingUpRisesAndFallsBackExerciseStays() {
        let rest = Array(repeating: 66.0, count: 40)
        let rise = (1...12).map { 66 + 1.6 * Double($0) }
        let fall = (1...15).map { 85 - 0.8 * Double($0) }
        let after = Array(repeating: 73.0, count: 40)
        #expect(stoodUp(rest + rise + fall + after) == 1)
        #expect(stoodUp(rest + rise + Array(repeating: 86.0, count: 60)) == 0)
        #expect(stoodUp(rest + rest) == 0)
    }
}
