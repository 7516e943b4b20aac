import Biosignals
import Insights

/// What is kept of an insight's inputs.
extension SessionPipeline {
    /// Says an insight, and notes what it rested on.
    mutating func append(_ insight: Insight, restingOn inputs: some Sendable) {
        let digests = inputDigests(of: insight)
        append(.insight(insight, digests: digests))
        guard settings.keepsFacts else { return }
        var fact = InsightFact(seconds: insight.time.value, digests: digests)
        (inputs as? any KeptInputs)?.keep(in: &fact)
        fact.days = days(of: insight, inputs)
        fact.answers = .init(personal.layers.layer(of: insight.kind.rawValue))
        facts.append(.insight(fact))
    }

    /// The person's days that such an insight is compared with.
    private func days(of insight: Insight, _ inputs: some Sendable) -> InsightFact.Days? {
        switch insight.kind {
        case .recovery:
            guard let inputs = inputs as? RecoveryRule.Inputs else { return nil }
            return .init(
                inputs.channels == [.ppg] ? .prvRestingLnRMSSD : .restingLnRMSSD,
                before: inputs.resting.picked.day, of: personal.baseline)
        case .stationary, .trend:
            return settings.localClock.dayAndMinute(at: insight.time.value).map {
                .init(.lnRMSSD, before: $0.day, of: personal.baseline)
            }
        case .arousal, .quality: return nil
        }
    }

    mutating func keep(_ window: ArousalWindow) {
        if settings.keepsFacts { facts.append(.window(window)) }
    }
}
