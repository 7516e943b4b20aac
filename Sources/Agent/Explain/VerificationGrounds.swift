import EventContract
import Insights
import Storage

/// What an insight is to be derived from again, as far as it is still there: the session's
/// parameters, what it rested on, and the person as known at the time.
struct VerificationGrounds {
    /// Nil where nothing can be derived from what is stored.
    private(set) var parameters: SessionParameters?
    private(set) var fact: InsightFact?
    private(set) var person = PersonalRecords()
    /// Digests, which hold whatever else is gone.
    private(set) var checks: [InsightVerification.Check] = []
    private(set) var missing: [String] = []

    init(of insight: StoredInsight, in store: Store) throws {
        let explanation = insight.event.data.explanation
        guard let session = insight.session else {
            missing = ["\(ExplainError.sessionForgotten)"]
            return
        }
        if let stated = explanation.parameters {
            checks.append(
                InsightVerification.check(
                    "parameters", stated, SessionParameters.digest(of: session.payload),
                    isOfDigest: true))
        }
        guard let parameters = SessionParameters(session.payload) else {
            missing = ["\(ExplainError.parametersForgotten(session: session.id))"]
            return
        }
        self.parameters = parameters
        if parameters.rules != SessionParameters.rulesNow
            || parameters.program != AgentVersion.text
        {
            missing.append(
                "it was said by another version of the program (\(parameters.program), "
                    + "\(explanation.rule)), which derived it in another way.")
        }
        // By the pseudonym in the event: the name itself is stored nowhere.
        person = try PersonalRecords(
            pseudonym: String(insight.event.subject.dropFirst("person/".count)), in: store)
        try findFact(of: insight, session, in: store)
        judgePerson(of: insight)
    }

    mutating func lackFact() {
        missing.append(
            "what it rested on is not stored: an older version kept too little, or it was removed.")
    }

    /// Of two channels told of at one time the one whose claims have the same digests.
    private mutating func findFact(
        of insight: StoredInsight, _ session: StoredSession, in store: Store
    ) throws {
        guard let kind = Insight.Kind(event: insight.event),
            let time = WireTime(parsing: insight.event.time)?.millisecondsSince1970
        else { return }
        let claimed = insight.event.data.explanation.claims.map(\.inputs).filter { !$0.isEmpty }
        var damage: InsightVerification.Check?
        for row in try store.spans(
            in: .facts, session: session.id, kind: InsightFact.kind(kind),
            milliseconds: time..<(time + 1))
        {
            switch InsightFact.reading(row.payload) {
            case .fact(let found):
                let isIt = claimed.allSatisfy { found.digests.values.contains($0) }
                if fact == nil || isIt { fact = found }
            case .damaged(let stated, let found):
                damage = InsightVerification.check(
                    "SHA-256 of what it rested on", stated, found, isOfDigest: true)
            }
        }
        if fact == nil, let damage { checks.append(damage) }
    }

    /// As the person was known then: later answers and days have no part in it.
    private mutating func judgePerson(of insight: StoredInsight) {
        guard let fact else { return }
        guard let kind = Insight.Kind(event: insight.event)?.rawValue else { return }
        var layers = PersonalLayers()
        if let answers = fact.answers {
            if let layer = answers.layer(of: person.layers.layer(of: kind)) {
                for answer in layer.remembered { layers.add(answer, to: kind) }
            } else {
                missing.append("answers that had moved its confidence were changed or erased.")
            }
        }
        person.layers = layers
    }

    /// For what cannot be derived without the person's own days.
    mutating func judgeDays() {
        if let days = fact?.days, !days.holds(of: person.baseline) {
            missing.append(
                "days of the person that it was compared with were erased or are no longer kept.")
        }
    }
}

extension Insight.Kind {
    /// Nil of an event that is no insight of a kind known here.
    init?(event: CloudEvent<InsightPayload>) {
        guard
            let kind = Self.allCases.first(where: {
                EventKind.insight($0.wireKind).type == event.type
            })
        else { return nil }
        self = kind
    }
}
