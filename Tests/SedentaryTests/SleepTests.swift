import Biosignals
import Sedentary
import TestKit
import Testing

/// A day of minutes with a night in it: 07:00 to 07:00, awake until 23:00.
@Suite struct SleepTests {
    private struct Day {
        var evidence: [EpochEvidence] = []
        var isAsleep: [Bool] = []
    }

    private func day(isTold: Bool, hasClock: Bool) -> Day {
        var day = Day()
        var generator = SplitMix64(seed: 24)
        for minute in 0..<1_440 {
            let hour = (7 + Double(minute) / 60).truncatingRemainder(dividingBy: 24)
            let sleeps = hour >= 23 || hour < 7
            let walks = !sleeps && minute % 47 < 6
            let noise = Double.random(in: -0.1...0.1, using: &generator)
            day.evidence.append(
                EpochEvidence(
                    usable: 1, contactLost: 0,
                    heartRate: PerMinute((sleeps ? 54 : walks ? 102 : 68) + 20 * noise),
                    swayLogRatio: (walks ? 0.8 : -0.1) + noise, muscleLogRatio: -4.6 + noise,
                    isAsleep: isTold ? sleeps : nil, localHour: hasClock ? hour : nil))
            day.isAsleep.append(sleeps)
        }
        return day
    }

    private func run(_ day: Day) -> (epochs: [Epoch], bouts: [StationaryBout]) {
        var classifier = EpochClassifier()
        var tracker = BoutTracker()
        var bouts: [StationaryBout] = []
        let epochs = day.evidence.enumerated().map { minute, evidence in
            let epoch = classifier.classify(
                evidence, start: Seconds(Double(minute) * 60),
                end: Seconds(Double(minute + 1) * 60))
            if let bout = tracker.process(epoch) { bouts.append(bout) }
            return epoch
        }
        if let bout = tracker.finish() { bouts.append(bout) }
        return (epochs, bouts)
    }

    @Test func toldAsleepIsNeverStationary() {
        let day = day(isTold: true, hasClock: true)
        let found = run(day)
        for (epoch, sleeps) in zip(found.epochs, day.isAsleep) where sleeps {
            #expect(epoch.state != .stationary || epoch.start.value < 23.2 * 3_600 - 7 * 3_600)
        }
        let slept = zip(found.epochs, day.isAsleep).filter { $0.1 && $0.0.state == .asleep }.count
        #expect(slept >= 475)
    }

    /// Nobody says so: the night itself, a low rate and stillness do, a quarter of an hour late.
    @Test func probablyAsleepInTheNightIsNoStationaryTime() {
        let day = day(isTold: false, hasClock: true)
        let found = run(day)
        var (night, stationary) = (StationaryTotal(), 0)
        for (epoch, sleeps) in zip(found.epochs, day.isAsleep) where sleeps {
            night.add(epoch)
            if epoch.state == .stationary { stationary += 1 }
        }
        #expect(night.asleepMinutes >= 440)
        #expect(stationary <= 30)
        let daytime = zip(found.epochs, day.isAsleep).filter { !$0.1 && $0.0.state == .asleep }
        #expect(daytime.count <= 10)
        for bout in found.bouts {
            #expect(bout.end.value <= 16.5 * 3_600 || bout.start.value >= 23.5 * 3_600)
        }
        #expect(found.bouts.contains { $0.endedBy == .sleep })
    }

    /// Two hours at a desk in the morning, no steps in any minute: nobody falls asleep by that.
    @Test func stepsThatAreNotTakenByDayAreNoSleep() {
        var classifier = EpochClassifier()
        for minute in 0..<120 {
            var evidence = EpochEvidence(usable: 1, contactLost: 0, heartRate: 70)
            evidence.swayLogRatio = 0.3
            evidence.muscleLogRatio = -5.3
            evidence.steps = 0
            evidence.localHour = 9 + Double(minute) / 60
            let epoch = classifier.classify(
                evidence, start: Seconds(Double(minute) * 60),
                end: Seconds(Double(minute + 1) * 60))
            #expect(epoch.state == .stationary, "minute \(minute)")
            #expect((epoch.belief?.asleep ?? 1) < 0.1)
        }
    }

    @Test func withoutAClockNobodyIsGuessedAsleep() {
        let found = run(day(isTold: false, hasClock: false))
        #expect(found.epochs.allSatisfy { $0.state != .asleep })
    }

    @Test func beliefsAddUpToOne() {
        for epoch in run(day(isTold: false, hasClock: true)).epochs {
            let belief = epoch.belief
            let sum =
                (belief?.notWorn ?? 0) + (belief?.asleep ?? 0) + (belief?.stationary ?? 0)
                + (belief?.active ?? 0)
            expect(sum, isClose: 1, within: 1e-9)
            #expect((epoch.pStationary ?? 0) <= 1)
        }
    }
}
