import Sedentary
import TestKit
import Testing

@testable import Agent

@Suite struct ContextLogTests {
    private func log(_ facts: [ContextFact], at seconds: Double) -> ContextLog {
        var log = ContextLog()
        for fact in facts { log.tell(fact) }
        log.advance(to: seconds)
        return log
    }

    private func steps(_ count: Int, _ span: Range<Double>, known: Double? = nil) -> ContextFact {
        ContextFact(span: span, known: known ?? span.upperBound, meaning: .steps(count))
    }

    @Test func stepsAreKnownFromTheMomentTheyCome() {
        let late = steps(30, 0..<60, known: 200)
        #expect(log([late], at: 199).stepsPerMinute(in: 0..<60) == nil)
        #expect(log([late], at: 200).stepsPerMinute(in: 0..<60) == 30)
    }

    @Test func aWindowThatIsNotCoveredHasNoSteps() {
        let half = steps(30, 0..<30)
        #expect(log([half], at: 100).stepsPerMinute(in: 0..<60) == nil)
        let both = [half, steps(10, 30..<60)]
        #expect(log(both, at: 100).stepsPerMinute(in: 0..<60) == 40)
    }

    @Test func aCoarseCountTellsNothingOfItsMinutesUnlessItIsNone() {
        #expect(log([steps(450, 0..<3_600)], at: 4_000).stepsPerMinute(in: 60..<120) == nil)
        #expect(log([steps(0, 0..<3_600)], at: 4_000).stepsPerMinute(in: 60..<120) == 0)
    }

    @Test func aLaterCountReplacesWhatItOverlaps() {
        // 10 + 20 of two minutes, then 45 for both: 45, not 75.
        let log = log(
            [steps(10, 0..<60), steps(20, 60..<120), steps(45, 0..<120, known: 300)], at: 300)
        let counted = log.stepsCounted(in: 0..<600)
        #expect(counted?.count == 45)
        #expect(counted?.until == 120)
    }

    /// A total of an hour, then single minutes within it and behind it: 4,000 and what came later.
    @Test func aTotalStandsForItsParts() {
        let log = log(
            [
                steps(4_000, 0..<3_600), steps(6, 3_540..<3_600, known: 3_700),
                steps(7, 3_600..<3_660),
            ], at: 3_700)
        #expect(log.stepsCounted(in: 0..<7_200)?.count == 4_007)
        #expect(log.stepsPerMinute(in: 3_540..<3_600) == 6)
    }

    @Test func aCountAcrossMidnightBelongsToNeitherDay() {
        let log = log([steps(10, -30..<30), steps(5, 30..<90)], at: 100)
        #expect(log.stepsCounted(in: 0..<100)?.count == 5)
        #expect(log.stepsCounted(in: 200..<300) == nil)
    }

    @Test func aLaterWordOnSleepHoldsForTheTimeItIsAbout() {
        let log = log(
            [
                ContextFact(span: 0..<600, known: 600, meaning: .sleep(isAsleep: true)),
                ContextFact(span: 300..<400, known: 700, meaning: .sleep(isAsleep: false)),
            ], at: 700)
        #expect(log.isAsleep(in: 0..<60) == true)
        #expect(log.isAsleep(in: 310..<370) == false)
        #expect(log.isAsleep(in: 420..<480) == true)
        #expect(log.isAsleep(in: 590..<650) == nil)
    }

    @Test func postureIsThatOfMostOfTheWindow() {
        let log = log(
            [
                ContextFact(
                    span: 0..<40, known: 40, meaning: .motion(isMoving: false, posture: .sitting)),
                ContextFact(
                    span: 40..<60, known: 60, meaning: .motion(isMoving: true, posture: .standing)),
            ], at: 60)
        #expect(log.posture(in: 0..<60) == .sitting)
        #expect(log.posture(in: 20..<60) == .unknown)
        #expect(log.shareSedentary(in: 0..<80) == 0.5)
        #expect(log.shareSedentary(in: 100..<160) == nil)
        expect(log.shareMoving(in: 0..<60) ?? -1, isClose: 1.0 / 3, within: 1e-12)
    }

    @Test func memoryIsBoundedAndTheOrderOfTellingMattersOnlyByArrival() {
        var log = ContextLog()
        for minute in 0..<10_000 {
            let start = Double(minute) * 60
            log.tell(steps(1, start..<(start + 60)))
            log.advance(to: start + 60)
        }
        // 36 hours are kept.
        #expect(log.stepsCounted(in: 0..<600_000)?.count == 36 * 60 + 1)
        let facts = [steps(10, 0..<60, known: 60), steps(20, 0..<60, known: 90)]
        let forward = self.log(facts, at: 100)
        let backward = self.log(facts.reversed(), at: 100)
        #expect(forward.stepsCounted(in: 0..<60)?.count == 20)
        #expect(backward.stepsCounted(in: 0..<60)?.count == 20)
    }
}
