import Biosignals
import Testing

@testable import PPG

@Suite struct PulseAdmissionTests {
    private let both = PulseAgreement.Finding(
        candidate: PulseDetector.Candidate(index: 0, height: 1, margin: 1), top: 0)
    private let first = PulseAgreement.Finding(
        candidate: PulseDetector.Candidate(index: 0, height: 1, margin: 1), top: nil)
    private let second = PulseAgreement.Finding(candidate: nil, top: 0)

    private func likeness(_ correlation: Double) -> PulseTemplate.Agreement {
        PulseTemplate.Agreement(correlation: correlation, residual: 0)
    }

    @Test func whatBothFoundIsAdmittedWhateverItLooksLike() {
        let admission = PulseAdmission(rate: 100)
        #expect(admission.admits(both, likeness: likeness(-1), at: 0))
        #expect(admission.admits(both, likeness: nil, at: 0))
    }

    @Test func whatOneFoundMustLookLikeAPulse() {
        let admission = PulseAdmission(rate: 100)
        #expect(admission.admits(first, likeness: likeness(0.5), at: 0))
        #expect(!admission.admits(first, likeness: likeness(0.49), at: 0))
        #expect(admission.admits(first, likeness: nil, at: 0))
        #expect(!admission.admits(second, likeness: nil, at: 0))
    }

    @Test func theSecondDetectorsMayNotComeEarly() {
        var admission = PulseAdmission(rate: 100)
        for index in [0, 100, 200] { admission.append(pulseAt: index, isConfirmed: true) }
        #expect(!admission.admits(second, likeness: likeness(0.9), at: 259))
        #expect(admission.admits(second, likeness: likeness(0.9), at: 260))
        #expect(admission.admits(first, likeness: likeness(0.9), at: 240))
    }
}
