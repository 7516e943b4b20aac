import Biosignals
import Sedentary
import TestKit
import Testing

@Suite struct StationaryTotalTests {
    private func epoch(_ minute: Int, _ state: Epoch.State, _ probability: Double?) -> Epoch {
        Epoch(
            start: Seconds(Double(minute) * 60), end: Seconds(Double(minute + 1) * 60),
            state: state, pStationary: probability,
            evidence: EpochEvidence(usable: 1, contactLost: 0), logLikelihoodRatios: [:])
    }

    /// 100 × 0.9 + 50 × 0.1 = 95 of 150 minutes; variance 150 × 0.09 × 9 = 121.5 and
    /// (0.04 × 150)² = 36 of the person, so ± 1.96 × 12.550 = 24.598.
    @Test func probabilitiesAddUpWithTheirInterval() {
        var total = StationaryTotal()
        for minute in 0..<100 { total.add(epoch(minute, .stationary, 0.9)) }
        for minute in 100..<150 { total.add(epoch(minute, .active, 0.1)) }
        expect(total.minutes, isClose: 95, within: 1e-9)
        expect(total.minutesInterval95.lowerBound, isClose: 70.402, within: 1e-3)
        expect(total.minutesInterval95.upperBound, isClose: 119.598, within: 1e-3)
        #expect(abs(total.observedMinutes - 150) < 1e-9)
    }

    @Test func sleepAndTheTableAreNoStationaryTime() {
        var total = StationaryTotal()
        total.add(epoch(0, .asleep, 0.3))
        total.add(epoch(1, .notWorn, nil))
        total.add(epoch(2, .unknown, nil))
        #expect(total.minutes == 0)
        #expect(total.asleepMinutes == 1)
        #expect(total.notWornMinutes == 1)
        #expect(total.unknownMinutes == 1)
    }

    @Test func aBoutOfHalfAnHourIsProlonged() {
        var tracker = BoutTracker()
        for minute in 0..<29 { _ = tracker.process(epoch(minute, .stationary, 0.9)) }
        #expect(tracker.current?.isProlonged == false)
        _ = tracker.process(epoch(29, .stationary, 0.9))
        #expect(tracker.current?.isProlonged == true)
        #expect(tracker.process(epoch(30, .asleep, 0.1))?.endedBy == .sleep)
    }

    @Test func postureIsSedentaryOnlyWhereItIsKnown() {
        #expect(Posture.allCases.filter(\.isSedentary) == [.sitting, .lying])
        #expect(EpochEvidence(usable: 1, contactLost: 0).posture == .unknown)
    }
}
