import Biosignals

/// Which stated thing costs the most confidence: each in turn is taken as certain.
enum WhyNotHigher {
    /// A loss smaller than this is not worth a sentence.
    static let lossMin = 0.005

    /// - Parameters:
    ///   - joint: of the terms that are left; nil: as if they were independent.
    ///   - sentence: for the term, with the confidence that would be.
    static func sentence(
        _ propositions: [Proposition], _ confidence: Confidence, _ now: Seconds,
        _ ledger: inout ClaimLedger,
        recomputed: (([Proposition]) -> Double)? = nil,
        saying sentence: (Proposition, Claim) -> Sentence
    ) -> Sentence? {
        if confidence.value >= Confidence.valueMax {
            let cap = ledger.add(
                setting: "confidence_max", Confidence.valueMax, unit: "1", at: now)
            return "nothing is said with more than \(cap, .probability)"
        }
        var best: (proposition: Proposition, value: Double)?
        for (index, proposition) in propositions.enumerated() {
            var others = propositions
            others.remove(at: index)
            let sure =
                others.isEmpty
                ? 1
                : recomputed?(others) ?? others.reduce(1) { $0 * $1.probability }
            let value = min(Confidence.valueMax, sure)
            if value > (best?.value ?? confidence.value + lossMin) { best = (proposition, value) }
        }
        guard let best else { return nil }
        let claim = ledger.add(
            "confidence_if_certain", best.value, unit: "1", window: now.value..<now.value,
            source: .counterfactual)
        return sentence(best.proposition, claim)
    }
}
