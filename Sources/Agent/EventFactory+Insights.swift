import Biosignals
import EventContract
import Insights

/// An insight's two halves on the wire.
extension EventFactory {
    func nudge(_ insight: Insight) -> NudgePayload {
        NudgePayload(
            action: insight.action, text: insight.text, confidence: insight.confidence.value,
            confidenceKind: insight.confidence.kind.rawValue, replay: isReplay)
    }

    func payload(
        _ insight: Insight, digests: [String: [String]], inputs: [String]
    ) -> InsightPayload {
        let windows = insight.findings.map(\.window)
        let whole = SessionItem.Window(
            start: windows.map(\.lowerBound).min() ?? 0,
            end: windows.map(\.upperBound).max() ?? 0, usable: 1)
        let roles = Array(Set(insight.claims.flatMap(\.channels).map(\.rawValue))).sorted()
        return InsightPayload(
            action: insight.action, text: insight.text,
            brief: .init(
                headline: insight.headline, reason: insight.briefReason,
                data: insight.briefNumbers, confidence: insight.confidence.value),
            explanation: explanation(insight, digests: digests),
            provenance: provenance(
                whole, roles: roles, algorithm: insight.kind.rawValue, inputs: inputs,
                tellsClock: true),
            replay: isReplay)
    }

    private func explanation(
        _ insight: Insight, digests: [String: [String]]
    ) -> InsightPayload.Explanation {
        let confidence = insight.confidence
        return .init(
            rule: insight.rule.text, parameters: parameters, reason: insight.reason,
            data: data(of: insight),
            confidence: confidence.value, confidenceKind: confidence.kind.rawValue,
            calibration: confidence.calibration.map { .init(id: $0.id, n: $0.count) },
            terms: confidence.terms.map { .init(name: $0.name, value: $0.value) }
                + (confidence.unmoved.map {
                    [.init(name: PersonalRecords.unmovedTerm, value: $0)]
                } ?? []),
            contributions: insight.contributions.map { .init(name: $0.name, value: $0.value) },
            whyNotHigher: insight.whyNotHigher, priority: insight.priority.rawValue,
            claims: insight.claims.map { claim in
                .init(
                    id: claim.id, quantity: claim.quantity, value: claim.value,
                    unit: claim.unit, start: time(claim.window.lowerBound),
                    end: time(claim.window.upperBound), inputs: digests[claim.id] ?? [],
                    ci95: claim.interval95.map { [$0.lowerBound, $0.upperBound] },
                    source: claim.source.word,
                    method: claim.method.isEmpty ? nil : claim.method, n: claim.count)
            }, wouldChangeIf: insight.wouldChangeIf, limits: insight.limits)
    }

    /// What was found, by quantity; steps are named also where nobody told any.
    private func data(of insight: Insight) -> [String: InsightPayload.Datum] {
        var data: [String: InsightPayload.Datum] = [
            "step_count": .init(unavailableFrom: ContextMessage.Topic.steps.subject)
        ]
        for claim in insight.findings {
            data[claim.quantity] = .init(
                value: claim.value, unit: claim.unit,
                ci95: claim.interval95.map { [$0.lowerBound, $0.upperBound] },
                source: claim.source.subject)
        }
        return data
    }
}

extension Claim.Source {
    /// Of another agent's word.
    fileprivate var subject: String? {
        if case .context(let subject) = self { subject } else { nil }
    }

    fileprivate var word: String {
        switch self {
        case .samples: "samples"
        case .context(let subject): subject
        case .baseline: "baseline"
        case .setting: "setting"
        case .counterfactual: "counterfactual"
        }
    }
}
