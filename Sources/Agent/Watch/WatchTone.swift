import Dashboard

/// What a piece of text is, for a terminal that has colours.
enum WatchTone: Equatable {
    case plain, quiet, strong, good, warn
    case ecg, ppg, eda, resp, other

    init(_ role: PageSession.Channel.Role) {
        self =
            switch role {
            case .ecg: .ecg
            case .ppg: .ppg
            case .eda: .eda
            case .resp: .resp
            case .temp, .acc, .other: .other
            }
    }

    /// Of "select graphic rendition": the sixteen colours that every terminal maps to its own.
    var code: String? {
        switch self {
        case .plain: nil
        case .quiet: "2"
        case .strong: "1"
        case .good, .ecg: "32"
        case .warn, .ppg: "33"
        case .eda: "35"
        case .resp: "36"
        case .other: "34"
        }
    }
}
