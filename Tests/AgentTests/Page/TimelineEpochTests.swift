import Biosignals
import Dashboard
import Sedentary
import TestKit
import Testing

@testable import Agent

@Suite struct TimelineEpochTests {
    private func shown(_ state: Epoch.State, _ still: Double?) -> PageTimeline.Epoch {
        PageTimeline.Epoch(
            Epoch(
                start: 60, end: 120, state: state, pStationary: still,
                evidence: EpochEvidence(usable: 1, contactLost: 0), logLikelihoodRatios: [:]))
    }

    /// A walk that is sure is a high bar, not a low one.
    @Test func theProbabilityIsThatOfTheStateShown() {
        #expect(shown(.stationary, 0.9).probability == 0.9)
        expect(shown(.active, 0.1).probability, isClose: 0.9, within: 1e-12)
        #expect(shown(.active, 0.1).state == .active)
    }

    @Test func whatWasNotJudgedHasNone() {
        #expect(shown(.unknown, nil).probability == 0)
    }
}
