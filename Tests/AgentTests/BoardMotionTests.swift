import Testing

@testable import Agent

@Suite struct BoardMotionTests {
    @Test func withoutABoardThatTellsNothingIsKnown() {
        var motion = BoardMotion()
        #expect(motion.share(in: 0..<60) == nil)
        motion.note(false, at: 30)
        // It came half-way through: the minute is not known.
        #expect(motion.share(in: 0..<60) == nil)
        #expect(motion.share(in: 60..<120) == 0)
    }

    @Test func theShareIsTheTimeBetweenTheChanges() {
        var motion = BoardMotion()
        motion.note(false, at: 0)
        motion.note(true, at: 60)
        motion.note(false, at: 75)
        motion.note(true, at: 110)
        // 15 of 60 seconds, and the last 10.
        #expect(motion.share(in: 60..<120) == 25.0 / 60)
        #expect(motion.share(in: 120..<180) == 1)
        motion.removeAll(before: 100)
        #expect(motion.share(in: 100..<120) == 0.5)
    }
}
