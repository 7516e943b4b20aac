import EventContract
import Trust

extension Member {
    /// What this member's stream repeats on a subject that names nobody.
    struct Republish: Equatable, Sendable {
        let source: Subject
        let destination: Subject
    }

    /// Insights that are internal are heard on the family's flat subject too:
    /// `health.insights.write.<name>.internal.*` on `health.insights.write`. The source ends in
    /// `*`: the broker repeats onto one fixed subject only from such a one.
    var republishes: [Republish] {
        stores.compactMap { subject in
            guard subject.tokens.count == 6, subject.tokens[1...3] == ["insights", "write", name],
                subject.label == .internal, subject.tokens[5] == "*"
            else { return nil }
            return Republish(
                source: subject, destination: Subject(tokens: Array(subject.tokens[...2])))
        }
    }

    /// All this member says that others may be let hear.
    var spoken: [Subject] { stores + publishes + republishes.map(\.destination) }

    /// What its stream holds: each subject up to its name, and all beneath.
    var streamSubjects: [Subject] {
        var subjects: [Subject] = []
        for stored in stores {
            let end = stored.tokens.firstIndex(of: name) ?? stored.tokens.count - 1
            let subject = Subject(tokens: Array(stored.tokens[...end]) + [">"])
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return subjects
    }
}

extension Subject {
    /// The label of a subject `….write.<name>.<label>.…`.
    var label: Label? {
        guard let verb = tokens.firstIndex(of: "write"), tokens.count > verb + 2 else { return nil }
        return Label(rawValue: tokens[verb + 2])
    }
}
