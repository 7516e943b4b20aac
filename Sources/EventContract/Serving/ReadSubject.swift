/// What may be asked for at once, in windows.
public enum ReadSubject: String, CaseIterable, Sendable {
    case data = "health.data.read"
    case insights = "health.insights.read"

    /// What its answer calls the list.
    public var listName: String {
        switch self {
        case .data: "points"
        case .insights: "insights"
        }
    }

    /// The kinds that may be named.
    public var kinds: [String] {
        switch self {
        case .data: EventKind.Event.measured.map(\.rawValue)
        case .insights: EventKind.Insight.allCases.map(\.rawValue)
        }
    }

    /// What is stored under a kind: of an insight, the whole and its internal half.
    public func stored(_ kind: String) -> [EventKind] {
        switch self {
        case .data:
            EventKind.Event.measured.filter { $0.rawValue == kind }.map { .event($0) }
        case .insights:
            EventKind.Insight(rawValue: kind).map { [.insight($0), .nudge($0)] } ?? []
        }
    }
}

extension EventKind.Event {
    /// Those that state measures.
    public static let measured: [Self] = [.hr, .hrv, .prv, .resp, .spo2, .eda, .temp]
}
