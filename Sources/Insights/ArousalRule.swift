import Biosignals
import RealModule

/// Tells that arousal is raised when skin and heart say so together.
///
/// Arousal is psychophysiological activation: no emotion is named and no cause. Whatever is
/// missing, unsure or explained by something else keeps it silent, and silence never means calm.
public struct ArousalRule: InsightRule {
    public struct Inputs: Equatable, Sendable {
        /// Nil when nothing was measured.
        public var evidence: ArousalEvidence?

        public init(evidence: ArousalEvidence?) { self.evidence = evidence }
    }

    public static let id = RuleID("arousal-raised", version: 1)
    public static let sources = [
        Citation(
            "Boucsein et al. (2012), publication recommendations for electrodermal measurements",
            doi: "10.1111/j.1469-8986.2012.01384.x"),
        Citation(
            "Critchley (2002), electrodermal responses: what happens in the brain",
            doi: "10.1177/107385840200800209"),
        Citation(
            "Healey & Picard (2005), detecting stress during real-world driving tasks",
            doi: "10.1109/TITS.2005.848368"),
        Citation(
            "Schmidt et al. (2018), introducing WESAD", doi: "10.1145/3242969.3242985"),
        Citation(
            "Castaldo et al. (2015), acute mental stress assessment via short term HRV analysis",
            doi: "10.1016/j.bspc.2015.02.012"),
    ]

    /// While it lasts, it is said at most once in so long.
    static let occasionLength = 3_600.0

    public let settings: ArousalSettings
    private let model: ArousalModel
    private let confidence: ConfidenceModel<Inputs>

    public init(
        settings: ArousalSettings = ArousalSettings(), model: ArousalModel = ArousalModel(),
        confidence: ConfidenceModel<Inputs> = ConfidenceModel()
    ) {
        self.settings = settings
        self.model = model
        self.confidence = confidence
    }

    public func decide(_ inputs: Inputs) -> Decision {
        guard settings.isOn else { return .silent(Silence(.turnedOff)) }
        return switch outcome(inputs) {
        case .silent(let reason): .silent(reason.silence)
        case .raised(let finding): .say(insight(finding, inputs))
        }
    }

    public func announcement(_ inputs: Inputs) -> Insight.Announcement? {
        guard settings.isOn, case .raised(let finding) = outcome(inputs) else { return nil }
        let end = finding.evidence.window.upperBound
        return Insight.Announcement(
            kind: .arousal, action: Self.action, occasion: Self.occasion(at: end),
            time: Seconds(end))
    }

    private static let action = "note_arousal"

    /// A rule remembers nothing: an hour of the session is an occasion.
    private static func occasion(at end: Double) -> Insight.Occasion {
        Insight.Occasion(
            key: "arousal",
            began: Seconds((end / occasionLength).rounded(.down) * occasionLength))
    }

    func outcome(_ inputs: Inputs) -> ArousalFinding.Outcome {
        ArousalFinding.outcome(of: inputs.evidence, settings: settings, model: model)
    }

    private func insight(_ finding: ArousalFinding, _ inputs: Inputs) -> Insight {
        let stated = ArousalClaims(finding)
        var ledger = stated.ledger
        let end = finding.evidence.window.upperBound
        let text: Sentence = "Arousal is \(.raised, by: stated.probability)"
        let proposition = Proposition(
            name: "P(arousal raised), by the model", quantity: stated.probability.quantity,
            bound: .atLeast(settings.probabilityMin), probability: finding.probability.value)
        let sure = confidence.confidence(of: [proposition], given: inputs, rule: Self.id)
        return Insight(
            kind: .arousal, rule: Self.id, action: Self.action,
            sentences: .init(
                text: text, headline: text, reason: stated.reason,
                briefReason: stated.briefReason,
                wouldChangeIf: wouldChange(inputs, finding, in: &ledger), limits: Self.limits),
            ledger: ledger, confidence: sure,
            // Neither says anything without the other: each is half of what they say together.
            contributions: [
                .init(name: "skin conductance", value: sure.value / 2),
                .init(name: "heart", value: sure.value / 2),
            ],
            occasion: Self.occasion(at: end), time: Seconds(end), expires: Seconds(end + 15 * 60))
    }

    private static let limits: [Sentence] = [
        "arousal is activation of the body: neither a feeling nor its cause is known",
        "warmth, coffee, speaking, a deep breath or getting up do the same to skin and heart",
        "compared with the hours just before, in which the same may have been going on",
        "saying nothing does not mean \(named: .calm): skin may not respond at all",
        "the probability is a model's and not calibrated",
    ]
}

extension ArousalRule {
    private static let steps = 40

    /// How little of each rise would have been passed over, by running the rule again.
    private func wouldChange(
        _ inputs: Inputs, _ finding: ArousalFinding, in ledger: inout ClaimLedger
    ) -> [Sentence] {
        let window = finding.evidence.window
        var sentences: [Sentence] = []
        if let most = mostSilent(inputs, finding.heartRateRise, { $0.heartRateRise = $1 }) {
            let claim = ledger.add(
                "heart_rate_rise_needed", Self.tenths(most), unit: "1/min", window: window,
                source: .counterfactual)
            sentences.append(
                """
                with a heart rate less than \(claim, .decimal) a minute above the \(named: .usual) \
                nothing would have been said
                """)
        }
        if let rise = finding.evidence.rootRateRise,
            let most = mostSilent(inputs, rise, { $0.rootRateRise = $1 })
        {
            let root = most + finding.usualResponseRate.value.squareRoot()
            let claim = ledger.add(
                "scr_rate_needed", Self.tenths(root * root), unit: "1/min", window: window,
                source: .counterfactual)
            sentences.append(
                """
                with fewer than \(claim, .decimal) responses a minute that add up to as much, \
                nothing would have been said
                """)
        }
        return sentences
    }

    /// The largest value of a measure, its interval moved along, at which the rule is silent.
    private func mostSilent(
        _ inputs: Inputs, _ measure: ArousalMeasure,
        _ set: (inout ArousalEvidence, ArousalMeasure) -> Void
    ) -> Double? {
        func isSilent(at value: Double) -> Bool {
            guard var evidence = inputs.evidence,
                let moved = measure.moved(by: value - measure.value)
            else { return true }
            set(&evidence, moved)
            let outcome = ArousalFinding.outcome(of: evidence, settings: settings, model: model)
            if case .silent = outcome { return true }
            return false
        }
        guard measure.value > 0, isSilent(at: 0), !isSilent(at: measure.value) else { return nil }
        var (low, high) = (0.0, measure.value)
        for _ in 0..<Self.steps {
            let middle = (low + high) / 2
            if isSilent(at: middle) { low = middle } else { high = middle }
        }
        return high
    }

    static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
