public import EventContract
public import Insights
public import Storage

extension PersonalRecords {
    /// Name of the confidence term that holds what the confidence was before the person's answers moved
    /// it; an insight without such a term was not moved.
    public static let unmovedTerm = "before your answers"

    /// Takes an answer that came in for an insight or its nudge, and keeps it.
    ///
    /// - Returns: the answer as it counts; nil if it is to another person's insight, or an older one than
    ///   is known already.
    /// - Throws: `ExplainError` if the event is no insight in the store; `StorageError`.
    public mutating func take(
        _ feedback: FeedbackPayload, to event: String, arrivedAtMilliseconds arrival: Int64,
        in store: Store
    ) throws -> PersonalAnswer? {
        let insight = try StoredInsight(id: event, in: store).event
        guard insight.subject == "person/\(pseudonym)",
            let kind = Self.kind(ofType: insight.type)
        else { return nil }
        let explanation = insight.data.explanation
        let unmoved = explanation.confidenceTerms.first { $0.name == Self.unmovedTerm }?.value
        let told = feedback.time.flatMap { WireTime(parsing: $0)?.millisecondsSince1970 }
        guard let probability = (unmoved ?? explanation.confidence)?.value,
            let word = PersonalAnswer.Word(rawValue: feedback.answer.rawValue),
            // Of the insight, also where its nudge was answered: one insight has one answer.
            let answer = PersonalAnswer(
                event: insight.id, word: word,
                // A clock ahead of ours must not make an answer last for ever.
                timeMilliseconds: min(told ?? arrival, arrival), probability: probability)
        else { return nil }
        var moved = layers
        moved.add(answer, to: kind)
        guard moved != layers else { return nil }
        try store.keep(answers: [StoredAnswer(answer, kind: kind)], person: pseudonym)
        layers = moved
        return answer
    }

    /// `stationary` of `io.healthypi.insight.stationary.v1`.
    private static func kind(ofType type: String) -> String? {
        let parts = type.split(separator: ".")
        return parts.count == 5 && parts[2] == "insight" ? String(parts[3]) : nil
    }
}
