/// Everything that leaves the machine, with its subject, type, schema and label.
public enum EventKind: Hashable, Sendable {
    case event(Event)
    case insight(Insight)
    case nudge(Insight)

    public enum Event: String, CaseIterable, Sendable {
        case hr, hrv, prv, resp, spo2, eda, temp
        case quality, contact, session, recording, gap, security
    }

    public enum Insight: String, CaseIterable, Sendable {
        case stationary, arousal, recovery, trend, quality
    }

    /// The CloudEvents `type`.
    public var type: String {
        switch self {
        case .event(let kind): "io.healthypi.event.\(kind.rawValue).v1"
        case .insight(let kind): "io.healthypi.insight.\(kind.rawValue).v1"
        case .nudge(let kind): "io.healthypi.nudge.\(kind.rawValue).v1"
        }
    }

    /// The CloudEvents `dataschema`; the schema of that name lies in `Schemas/`.
    public var schema: String {
        switch self {
        case .event(let kind): "urn:healthypi:schema:event.\(kind.rawValue):1"
        case .insight(let kind): "urn:healthypi:schema:insight.\(kind.rawValue):1"
        case .nudge(let kind): "urn:healthypi:schema:nudge.\(kind.rawValue):1"
        }
    }

    /// Measured values are confidential; what says nothing measured is internal.
    public var label: Label {
        switch self {
        case .event(let kind):
            switch kind {
            case .hr, .hrv, .prv, .resp, .spo2, .eda, .temp: .confidential
            case .quality, .contact, .session, .recording, .gap, .security: .internal
            }
        case .insight: .confidential
        case .nudge: .internal
        }
    }

    /// The NATS subject for an agent of this name (one subject token, default `healthypi`).
    public func subject(agent: String) -> String {
        switch self {
        case .event(let kind): "health.events.write.\(agent).\(label.rawValue).\(kind.rawValue)"
        case .insight(let kind), .nudge(let kind):
            "health.insights.write.\(agent).\(label.rawValue).\(kind.rawValue)"
        }
    }
}
