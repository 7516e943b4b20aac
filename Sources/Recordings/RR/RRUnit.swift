/// The unit in which an RR file writes its intervals.
public enum RRUnit: String, CaseIterable, Sendable {
    case milliseconds = "ms"
    case seconds = "s"

    var millisecondsPerUnit: Double {
        switch self {
        case .milliseconds: 1
        case .seconds: 1_000
        }
    }
}
