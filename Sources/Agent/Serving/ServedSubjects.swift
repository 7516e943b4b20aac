import EventContract
import Trust

/// Everything that one agent answers on the broker.
struct ServedSubjects {
    /// What waits for a person's word, and is refused until there is one.
    static let guarded = ["health.data.export", "health.data.delete", "health.data.stream"]

    /// What is asked for on one of those.
    static func operation(of subject: String) -> Operation {
        switch subject {
        case "health.data.export": .exportRaw
        case "health.data.delete": .delete
        default: .streamRaw
        }
    }

    private let agent: String
    private let identifier: String
    private let statusSubject: String

    /// - Parameter identifier: this process's.
    init(agent: String, identifier: String, statusSubject: String) {
        self.agent = agent
        self.identifier = identifier
        self.statusSubject = statusSubject
    }

    /// The endpoints as `$SRV.INFO` lists them.
    var endpoints: [ServiceDescription.Endpoint] {
        let shared = ReadSubject.allCases.map(\.rawValue) + Self.guarded
        return shared.map { subject in
            endpoint(subject, queueGroup: agent)
        } + [endpoint(statusSubject, name: "agents-status", queueGroup: "")]
    }

    /// Where tools ask for services.
    ///
    /// - Parameter isAlone: leave out the subjects on which they ask for all services at once,
    ///   which a realm keeps from its members.
    func discovery(
        _ verb: ServiceDescription.Verb, isAlone: Bool
    ) -> [String] {
        let all = "$SRV.\(verb.rawValue)"
        return (isAlone ? [] : [all]) + ["\(all).\(agent)", "\(all).\(agent).\(identifier)"]
    }

    private func endpoint(
        _ subject: String, name: String? = nil, queueGroup: String
    ) -> ServiceDescription.Endpoint {
        ServiceDescription.Endpoint(
            name: name ?? subject.split(separator: ".").joined(separator: "-"), subject: subject,
            queueGroup: queueGroup)
    }
}
