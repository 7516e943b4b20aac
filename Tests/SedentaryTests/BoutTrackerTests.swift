import Biosignals
import Sedentary
import TestKit
import Testing

@Suite struct BoutTrackerTests {
    private func epoch(_ minute: Int, _ state: Epoch.State, _ probability: Double? = nil) -> Epoch {
        Epoch(
            start: Seconds(Double(minute) * 60), end: Seconds(Double(minute + 1) * 60),
            state: state, pStationary: probability,
            evidence: EpochEvidence(usable: 1, contactLost: 0), logLikelihoodRatios: [:])
    }

    /// Three minutes at 0.9 and one at 0.5: 3 × 0.9 + 0.5 = 3.2 minutes, then movement.
    @Test func minutesAreTheSumOfProbabilities() throws {
        var tracker = BoutTracker()
        for minute in 0..<3 { #expect(tracker.process(epoch(minute, .stationary, 0.9)) == nil) }
        #expect(tracker.process(epoch(3, .stationary, 0.5)) == nil)
        let ended = tracker.process(epoch(4, .active, 0.1))
        let bout = try #require(ended)
        expect(bout.minutes, isClose: 3.2, within: 1e-12)
        #expect(bout.end == 240)
        #expect(bout.endedBy == .movement)
        // Variance (3 × 0.09 + 0.25) × 9 = 4.68: ± 1.96 × 2.163, cut at what the clock allows.
        expect(bout.minutesInterval95.upperBound, isClose: 4, within: 1e-12)
        expect(bout.minutesInterval95.lowerBound, isClose: 0, within: 1e-12)
    }

    @Test func aShortBlindSpotIsBridgedALongOneIsNot() {
        var tracker = BoutTracker()
        _ = tracker.process(epoch(0, .stationary, 0.9))
        _ = tracker.process(epoch(1, .unknown))
        _ = tracker.process(epoch(2, .stationary, 0.9))
        #expect(tracker.current?.start == 0)
        #expect(tracker.process(epoch(3, .unknown)) == nil)
        #expect(tracker.process(epoch(4, .unknown)) == nil)
        let bout = tracker.process(epoch(5, .unknown))
        #expect(bout?.endedBy == .signalLost)
        #expect(bout?.end == 180)
        #expect(bout.map { $0.minutes < 2 } == true)
    }

    @Test func takingTheSensorOffEndsABout() {
        var tracker = BoutTracker()
        _ = tracker.process(epoch(0, .stationary, 0.9))
        #expect(tracker.process(epoch(1, .notWorn))?.endedBy == .signalLost)
        #expect(tracker.finish() == nil)
    }

    @Test func theEndOfTheRecordingCutsABoutOff() {
        var tracker = BoutTracker()
        _ = tracker.process(epoch(0, .stationary, 0.9))
        #expect(tracker.finish()?.endedBy == .recordingEnded)
    }
}
