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

    private let still = EpochEvidence(
        usable: 1, contactLost: 0, motionLogRatio: -3, heartRate: 62)

    @Test func stillnessIsStationaryOnceStillnessIsKnown() {
        let epochs = run(Array(repeating: still, count: 20))
        #expect(epochs.prefix(5).allSatisfy { $0.state == .unknown })
        #expect(epochs.dropFirst(5).allSatisfy { $0.state == .stationary })
        #expect(epochs.last?.pStationary ?? 0 > 0.9)
    }

    @Test func anAccelerometerNeedsNoSettling() {
        var seated = still
        seated.acceleration = 0.01
        #expect(run([seated]).first?.state == .stationary)
        seated.acceleration = 0.3
        #expect(run([seated]).first?.state == .active)
    }

    /// Motion at the baseline and a rate 5 above the quietest: (21.3 − 5) × 0.127 = 2.0701.
    @Test func ratiosAreTheWeightsTimesTheDistance() {
        var faster = still
        faster.heartRate = 67
        let epoch = run(Array(repeating: still, count: 10) + [faster]).last
        expect(epoch?.logLikelihoodRatios["heartRate"] ?? 0, isClose: 2.0701, within: 1e-9)
        expect(epoch?.logLikelihoodRatios["motion"] ?? 1, isClose: 0, within: 1e-9)
    }

    @Test func movementAboveTheQuietBaselineIsActive() {
        var walking = still
        walking.motionLogRatio = -1
        walking.heartRate = 95
        let epochs = run(Array(repeating: still, count: 10) + Array(repeating: walking, count: 3))
        #expect(epochs.suffix(3).allSatisfy { $0.state == .active })
    }

    @Test func noEvidenceIsNeverStationary() {
        let blind = EpochEvidence(usable: 0, contactLost: 0)
        let epochs = run(Array(repeating: still, count: 8) + Array(repeating: blind, count: 5))
        #expect(epochs.suffix(5).allSatisfy { $0.state == .unknown && $0.pStationary == nil })
    }

    @Test func heartRateAloneDecidesNothing() {
        let rate = EpochEvidence(usable: 1, contactLost: 0, heartRate: 55)
        #expect(run(Array(repeating: rate, count: 12)).allSatisfy { $0.state == .unknown })
    }

    @Test func lostContactIsNotWorn() {
        let lost = EpochEvidence(usable: 0.1, contactLost: 0.9, motionLogRatio: -9)
        #expect(run([still, lost]).last?.state == .notWorn)
    }
}
