/// How private an event is. The label stands in the subject, so that a broker can enforce it.
public enum Label: String, CaseIterable, Codable, Comparable, Sendable {
    case `public`, `internal`, confidential, restricted

    public static func < (lhs: Label, rhs: Label) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .confidential: 2
        case .restricted: 3
        }
    }
}
