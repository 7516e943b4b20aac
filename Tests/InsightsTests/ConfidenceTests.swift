import Insights
import TestKit
import Testing

@Suite struct ConfidenceTests {
    private let terms = [
        Confidence.Term(name: "one", value: 0.9), Confidence.Term(name: "other", value: 0.8),
    ]

    @Test func itIsNeverAboveTheCapNorBelowNothing() {
        #expect(Confidence(terms: terms, raw: 1).value == 0.95)
        #expect(Confidence(terms: terms, raw: -1).value == 0)
        #expect(Confidence(terms: terms, raw: .nan).value == 0)
        let calibrated = Confidence(
            terms: terms, raw: 0.7, calibrated: 2, calibration: .init(id: "x-1", count: 3))
        #expect(calibrated.value == 0.95 && calibrated.raw == 0.7)
        #expect(calibrated.kind == .calibrated)
    }

    /// That the cap alone keeps it where it is, is said: else every sure insight would look alike.
    @Test func whatIsCappedSaysSo() {
        let terms = [Confidence.Term(name: "a", value: 0.99)]
        #expect(Confidence(terms: terms, raw: 0.99).words == "uncalibrated-model, capped")
        #expect(Confidence(terms: terms, raw: 0.949).words == "uncalibrated-model")
        let calibration = Confidence.Calibration(id: "x", count: 3)
        #expect(
            Confidence(terms: terms, raw: 0.5, calibrated: 0.96, calibration: calibration).words
                == "calibrated, capped")
    }

    @Test func theBoundsAreFrechets() {
        // 0.9 + 0.8 − 1 = 0.7; at most the lesser of the two.
        let bounds = Confidence(terms: terms, raw: 0.72).bounds
        expect(bounds.lowerBound, isClose: 0.7, within: 1e-12)
        expect(bounds.upperBound, isClose: 0.8, within: 1e-12)
    }

    @Test func aPropositionIsDecidedByItsBound() {
        func holds(_ bound: Proposition.Bound, _ value: Double) -> Bool {
            Proposition(name: "", quantity: "", bound: bound, probability: .nan).holds(for: value)
        }
        #expect(holds(.atLeast(54), 54) && !holds(.atLeast(54), 53.9))
        #expect(holds(.atMost(54), 54) && !holds(.atMost(54), 54.1))
        #expect(holds(.above(0), 0.1) && !holds(.above(0), 0))
        #expect(holds(.below(0), -0.1) && !holds(.below(0), 0))
        #expect(
            Proposition(name: "", quantity: "", bound: .above(0), probability: .nan).probability
                == 0)
    }
}
