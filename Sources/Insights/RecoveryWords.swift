import Biosignals
import RealModule

/// A recovery finding in claims and sentences.
struct RecoveryWords {
    private let finding: RecoveryFinding
    private let inputs: RecoveryRule.Inputs
    private let ledger: ClaimLedger
    private let rmssd: Claim
    private let clock: Claim
    private let lower: Claim
    private let upper: Claim
    private let days: Claim
    private let change: Claim
    private let edge: Claim?

    private static let expiresAfter = 12.0 * 3_600
    private static let day = 86_400.0

    init(_ finding: RecoveryFinding, _ inputs: RecoveryRule.Inputs, edge: Double?) {
        self.finding = finding
        self.inputs = inputs
        let picked = inputs.resting.picked
        let range = finding.range
        let before =
            (picked.window.lowerBound - 60 * Self.day)..<picked.window.lowerBound
        var ledger = ClaimLedger()
        func percent(_ logarithm: Double) -> Double { 100 * (.exp(logarithm) - 1) }
        rmssd = ledger.add(
            "resting_rmssd", picked.rmssd.value, unit: "ms", interval95: picked.rmssdInterval95,
            window: picked.window, channels: inputs.channels,
            method: "RMSSD of the window with the least heart rate",
            count: inputs.resting.candidates)
        clock = ledger.add(
            "resting_at", Double(picked.minute) * 60, unit: "s", window: picked.window,
            channels: inputs.channels)
        lower = ledger.add(
            "usual_rmssd_from", .exp(range.lower), unit: "ms", window: before,
            source: .baseline, method: "Huber mean less an SD of ln RMSSD", count: range.days)
        upper = ledger.add(
            "usual_rmssd_to", .exp(range.upper), unit: "ms", window: before,
            source: .baseline, method: "Huber mean and an SD of ln RMSSD", count: range.days)
        days = ledger.add(
            "baseline_days", Double(range.days), unit: "1", window: before, source: .baseline,
            count: range.days)
        change = ledger.add(
            "rmssd_change", percent(finding.distance), unit: "%",
            interval95: picked.rmssdInterval95.map {
                percent(
                    .log($0.lowerBound) - range.usual.value)...percent(
                        .log($0.upperBound) - range.usual.value)
            }, window: picked.window, channels: inputs.channels, source: .baseline,
            method: "against the Huber mean of ln RMSSD", count: range.days)
        _ = ledger.add(
            "smallest_worthwhile_change", percent(range.smallestWorthwhileChange), unit: "%",
            window: before, source: .baseline, method: "half an SD, Plews et al. (2013)",
            count: range.days)
        self.edge = edge.map {
            ledger.add(
                "rmssd_not_told_from", $0, unit: "ms", window: picked.window,
                source: .counterfactual)
        }
        self.ledger = ledger
    }

    func insight(by model: ConfidenceModel<RecoveryRule.Inputs>) -> Insight {
        let text = self.text
        let reason = self.reason
        let time = inputs.time
        return Insight(
            kind: .recovery, rule: RecoveryRule.id, action: "note_recovery",
            sentences: .init(
                text: text, headline: text, reason: reason, briefReason: reason,
                wouldChangeIf: wouldChangeIf, limits: limits),
            ledger: ledger,
            confidence: model.confidence(
                of: [proposition], given: inputs, rule: RecoveryRule.id),
            occasion: .init(key: "day \(inputs.resting.recoveryDay)"), time: time,
            expires: Seconds(time.value + Self.expiresAfter))
    }

    private var proposition: Proposition {
        let bound: Proposition.Bound =
            switch finding.state {
            case .below: .below(lower.value)
            case .within: .atLeast(lower.value)
            case .above: .above(upper.value)
            }
        return Proposition(
            name: finding.quantity, quantity: rmssd.quantity, bound: bound,
            probability: finding.probability)
    }

    private var text: Sentence {
        switch finding.state {
        case .below:
            "Heart rate variability at rest is \(.lower, by: change) than your \(.usual, by: lower) range"
        case .within: "Heart rate variability at rest is in your \(.usual, by: lower) range"
        case .above:
            "Heart rate variability at rest is \(.higher, by: change) than your \(.usual, by: upper) range"
        }
    }

    private var reason: Sentence {
        """
        RMSSD was \(rmssd, .decimal) ms at \(clock, .clockTime); your \(.usual, by: lower) range \
        is \(lower, .decimal) to \(upper, .decimal) ms, of \(days, .count) days
        """
    }

    private var wouldChangeIf: [Sentence] {
        guard let edge else { return [] }
        return ["an RMSSD of \(edge, .decimal) ms would not have been told"]
    }

    private var limits: [Sentence] {
        [
            "the range is of your own days and says nothing of other people",
            "some days like the others lie outside the range by chance",
            "a day's value is of the calmest minutes that were recorded: it depends on when that was",
        ]
    }
}
