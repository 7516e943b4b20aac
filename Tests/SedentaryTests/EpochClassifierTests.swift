import Biosignals
import Sedentary
import TestKit
import Testing

@Suite struct EpochClassifierTests {
    private func run(_ evidence: [EpochEvidence]) -> [Epoch] {
        var classifier = EpochClassifier()
        return evidence.enumerated().map { index, evidence in
            classifier.classify(
                evidence, start: Seconds(Double(index) * 60), end: Seconds(Double(index + 1) * 60))
        }
    }

    /// Middle values of rest and of walking in `motion_ecg`.
    private let still = EpochEvidence(
        usable: 1, contactLost: 0, heartRate: 70, swayLogRatio: -0.1, muscleLogRatio: -4.6)
    private let walking = EpochEvidence(
        usable: 1, contactLost: 0, heartRate: 105, swayLogRatio: 0.8, muscleLogRatio: -4.4)
    private let slow = EpochEvidence(usable: 1, contactLost: 0, motionLogRatio: -3, heartRate: 62)

    @Test func aMinuteWithoutAnyHistoryIsJudged() {
        #expect(run([still]).first?.state == .stationary)
        #expect(run([walking]).first?.state == .active)
    }

    /// Sway (0.16 + 0.1) · 8.7 = 2.262; heart rate (112 − 70) · 0.09 = 3.78, clamped at 2.5.
    @Test func ratiosAreTheWeightsTimesTheDistance() {
        let ratios = run([still]).first?.logLikelihoodRatios ?? [:]
        expect(ratios["sway"] ?? 0, isClose: 2.262, within: 1e-9)
        expect(ratios["heartRate"] ?? 0, isClose: 2.5, within: 1e-9)
    }

    /// A person whose heart beats fast at rest: known after twenty quiet minutes, (15.5 − 0) · 0.155.
    @Test func thePersonsOwnQuietestTakesOver() {
        let epochs = run(Array(repeating: still, count: 25))
        expect(
            epochs.last?.logLikelihoodRatios["heartRate"] ?? 0, isClose: 2.4025, within: 1e-9)
        expect(
            epochs.last?.logLikelihoodRatios["sway"] ?? 0, isClose: 0.16 * 8.7, within: 1e-9)
    }

    @Test func aWalkIsSeenAtOnceAndSoIsItsEnd() {
        let epochs = run(
            Array(repeating: still, count: 30) + Array(repeating: walking, count: 3)
                + Array(repeating: still, count: 2))
        #expect(epochs[30...32].allSatisfy { $0.state == .active })
        #expect(epochs[33...34].allSatisfy { $0.state == .stationary })
    }

    @Test func aSlowSignalNeedsItsBaseline() {
        let epochs = run(Array(repeating: slow, count: 12))
        #expect(epochs.prefix(5).allSatisfy { $0.state == .unknown && $0.pStationary == nil })
        #expect(epochs.dropFirst(5).allSatisfy { $0.state == .stationary })
    }

    @Test func anAccelerometerNeedsNoSettling() {
        var seated = slow
        seated.acceleration = 0.03
        #expect(run([seated]).first?.state == .stationary)
        seated.acceleration = 0.4
        #expect(run([seated]).first?.state == .active)
    }

    @Test func stepsDecideAMinute() {
        var minute = EpochEvidence(usable: 1, contactLost: 0, heartRate: 80, steps: 0)
        #expect(run([minute]).first?.state == .stationary)
        minute.steps = 60
        #expect(run([minute]).first?.state == .active)
        let still = Array(
            repeating: EpochEvidence(usable: 1, contactLost: 0, heartRate: 80, steps: 0), count: 20)
        minute.steps = 15
        #expect(run(still + [minute]).last?.state == .active)
    }

    @Test func noEvidenceIsNeverStationary() {
        let blind = EpochEvidence(usable: 0, contactLost: 0)
        let epochs = run(Array(repeating: still, count: 8) + Array(repeating: blind, count: 5))
        #expect(epochs.suffix(5).allSatisfy { $0.state == .unknown && $0.pStationary == nil })
    }

    /// Every piece of evidence taken away moves the belief towards even odds or not at all.
    @Test func whatIsMissingAddsNothing() throws {
        var all = still
        all.steps = 0
        all.acceleration = 0.03
        let full = try #require(run([all]).first)
        for strip in [
            { (e: inout EpochEvidence) in e.steps = nil },
            { (e: inout EpochEvidence) in e.acceleration = nil },
            { (e: inout EpochEvidence) in e.swayLogRatio = nil },
        ] {
            var less = all
            strip(&less)
            let found = try #require(run([less]).first)
            #expect(
                found.logLikelihoodRatios.allSatisfy {
                    full.logLikelihoodRatios[$0.key] == $0.value
                })
        }
    }

    @Test func heartRateAloneDecidesNothing() {
        let rate = EpochEvidence(usable: 1, contactLost: 0, heartRate: 55)
        #expect(run(Array(repeating: rate, count: 12)).allSatisfy { $0.state == .unknown })
    }

    @Test func anUnusableSignalSpeaksForMovementOnly() {
        var bad = walking
        bad.usable = 0.2
        #expect(run([bad]).first?.state == .active)
        bad = still
        bad.usable = 0.2
        #expect(run([bad]).first?.state == .unknown)
    }

    @Test func lostContactIsNotWorn() {
        let lost = EpochEvidence(usable: 0.1, contactLost: 0.9, motionLogRatio: -9)
        let epochs = run([still, lost, still, still])
        #expect(epochs[1].state == .notWorn)
        #expect(epochs[2].state == .stationary)
    }

    /// On a table: no heart to be heard, and an accelerometer stiller than anybody can be.
    @Test(arguments: [
        EpochEvidence(usable: 0, contactLost: 0, acceleration: 0.002),
        EpochEvidence(usable: 1, contactLost: 0, acceleration: 0.004),
        EpochEvidence(
            usable: 0.9, contactLost: 0, motionLogRatio: -3, swayLogRatio: -0.6, muscleLogRatio: -5),
        EpochEvidence(usable: 0, contactLost: 1),
        EpochEvidence(usable: 0, contactLost: 0, pulseMotion: 0),
        EpochEvidence(usable: 0, contactLost: 0, acceleration: 0.002, motionBit: 0, steps: 0),
    ])
    func whatNobodyWearsIsNeverStationary(_ evidence: EpochEvidence) {
        let epochs = run(Array(repeating: evidence, count: 90))
        #expect(epochs.allSatisfy { $0.state == .notWorn || $0.state == .unknown })
        #expect(epochs.allSatisfy { $0.pStationary == nil })
    }

    /// Put on the table after being worn: earlier movement is no sign of life.
    @Test func takenOffAnAccelerometerGoesSilent() {
        let worn = EpochEvidence(usable: 1, contactLost: 0, acceleration: 0.04)
        let table = EpochEvidence(usable: 1, contactLost: 0, acceleration: 0.003)
        let epochs = run(Array(repeating: worn, count: 20) + Array(repeating: table, count: 90))
        #expect(epochs.suffix(90).allSatisfy { $0.state != .stationary })
    }
}
