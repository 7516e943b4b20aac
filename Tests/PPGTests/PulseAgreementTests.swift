import Biosignals
import Testing

@testable import PPG

@Suite struct PulseAgreementTests {
    private func candidate(_ index: Int) -> PulseDetector.Candidate {
        PulseDetector.Candidate(index: index, height: 1, margin: 2)
    }

    /// At 100 Hz the reach is 15 samples.
    @Test func aPulseThatBothFoundIsOneAndNeedsNoWait() {
        var agreement = PulseAgreement(rate: 100)
        agreement.append(candidate(50))
        agreement.append(top: 65)
        let found = agreement.next(first: 51, second: 66)
        #expect(found == .init(candidate: candidate(50), top: 65))
        #expect(found?.isConfirmed == true)
        #expect(agreement.next(first: .max, second: .max) == nil)
    }

    @Test func apartTheyAreTwoInTheOrderOfTime() {
        var agreement = PulseAgreement(rate: 100)
        agreement.append(candidate(66))
        agreement.append(top: 50)
        let one = agreement.next(first: .max, second: .max)
        let two = agreement.next(first: .max, second: .max)
        #expect(one == .init(candidate: nil, top: 50))
        #expect(two == .init(candidate: candidate(66), top: nil))
        #expect(one?.isConfirmed == false && two?.isConfirmed == false)
    }

    @Test func oneAloneWaitsUntilTheOtherHasPassed() {
        var agreement = PulseAgreement(rate: 100)
        agreement.append(candidate(50))
        #expect(agreement.next(first: 100, second: 65) == nil)
        #expect(agreement.settled(100, 65) == 50)
        #expect(agreement.next(first: 100, second: 66) != nil)
        agreement.append(top: 200)
        #expect(agreement.next(first: 215, second: 300) == nil)
        #expect(agreement.next(first: 216, second: 300)?.top == 200)
    }
}
