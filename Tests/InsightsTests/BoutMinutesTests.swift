import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@Suite struct BoutMinutesTests {
    @Test func itHoldsTheBoutThatLastsAndWhatEndedTheOneBefore() {
        var tracker = BoutTracker()
        var kept = BoutMinutes()
        var all: [StationaryMinute] = []
        var generator = SeededGenerator(seed: 11)
        for index in 0..<600 {
            let state =
                [
                    .stationary, .stationary, .stationary, .stationary, .stationary,
                    .stationary, .unknown, .active, .notWorn,
                ][
                    Int.random(in: 0..<9, using: &generator)] as Epoch.State
            let minute = Made.minute(
                at: 60 * Double(index), state: state, state == .unknown ? nil : 0.9)
            all.append(minute)
            _ = tracker.process(minute.epoch)
            kept.append(minute, lasts: tracker.current != nil)
            #expect(Made.inputs(kept.minutes).bout(breakSteps: 15) == tracker.current)
        }
    }

    @Test func ofALongBoutTheOldestAreForgotten() {
        var kept = BoutMinutes()
        for minute in Made.minutes(3_000) { kept.append(minute, lasts: true) }
        #expect(kept.minutes.count == BoutMinutes.countMax)
        #expect(kept.minutes.last?.epoch.end == 180_000)
    }
}
