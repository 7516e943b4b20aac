/// Which events go first when the outbox is full, by CloudEvents type. The order is the promise:
/// what says least about a person goes first, what was said to somebody never.
public enum EventPriority: Int, Sendable, CaseIterable, Comparable {
    /// `quality`, `contact`.
    case signal
    /// `hr`: there is one a minute.
    case heartRate
    /// The other measured kinds, each a window of minutes.
    case measure
    /// `session`, `recording`, `gap`: few, and the frame of the rest.
    case frame
    /// Insights, nudges, `security`, audit and whatever is not named here.
    case never

    public init(type: String) {
        let parts = type.split(separator: ".")
        guard parts.count == 5, parts[..<2] == ["io", "healthypi"], parts[2] == "event" else {
            self = .never
            return
        }
        switch parts[3] {
        case "quality", "contact": self = .signal
        case "hr": self = .heartRate
        case "hrv", "prv", "resp", "spo2", "eda", "temp": self = .measure
        case "session", "recording", "gap": self = .frame
        default: self = .never
        }
    }

    public static func < (a: EventPriority, b: EventPriority) -> Bool { a.rawValue < b.rawValue }
}
