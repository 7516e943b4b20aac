@testable import ECG
import Testing
import TestKit

struct QRSEvidenceTests {
    @Test func inQuietTheEnergyDecides() {
        let evidence = QRSEvidence()
        // A wide ectopic beat: high, of another shape.
        #expect(evidence.weight(height: 1.2, likeness: 0.2) > 2)
        #expect(evidence.weight(height: 0.05, likeness: 0.05) < -5)
        #expect(evidence.noiseLevel == 0)
    }

    @Test func inNoiseTheShapeDecides() {
        var evidence = QRSEvidence()
        for _ in 0..<60 { evidence.learnNoise(height: 0.9, likeness: 0.3) }
        #expect(evidence.noiseLevel > 0.9)
        #expect(evidence.weight(height: 1, likeness: 0.3) < 0)
        #expect(evidence.weight(height: 1, likeness: 1) > 2)
    }

    /// At a height of 1 and quiet noise: ½ (2.5 / 0.7)² + ln (0.7 / 0.5) = 6.71, bounded to 6; a
    /// likeness of 1 adds ½ (0.95 / 0.25)² + ln (0.25 / 0.2) = 7.44, bounded to 5.
    @Test func boundsByHand() {
        let evidence = QRSEvidence()
        expect(evidence.weight(height: 1, likeness: nil), isClose: 6, within: 1e-12)
        expect(evidence.weight(height: 1, likeness: 1), isClose: 11, within: 1e-12)
        expect(evidence.weight(height: 1, likeness: -3), isClose: 3.5, within: 1e-12)
        #expect(evidence.weight(height: 0, likeness: 0).isFinite)
    }

    /// e^−1 = 0.368 of the height: ½ (1.5 / 0.7)² − ½ (1 / 0.5)² + ln (0.7 / 0.5) = 0.6324.
    @Test func weightByHand() {
        expect(
            QRSEvidence().weight(height: 0.367_879_441_171_442_33, likeness: nil),
            isClose: 0.632_390_604, within: 1e-8)
    }
}
