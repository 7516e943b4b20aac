extension HRVCorrection {
    /// What can be asked for by name, in the order in which it is listed: ours, the published rules, and
    /// none.
    public static let names =
        ["hypothesis", "lipponen-tarvainen", "malik", "kamath-fallen", "karlsson"]
        + ArtefactRule.KubiosLevel.allCases.map(name) + ["none"]

    /// Nil of a name that is not among `names`.
    public init?(named name: String) {
        if let level = ArtefactRule.KubiosLevel.allCases.first(where: { Self.name($0) == name }) {
            self = .rule(.kubios(level: level), name: name)
            return
        }
        switch name {
        case "hypothesis": self = .hypothesisTests
        case "lipponen-tarvainen": self = .lipponenTarvainen
        case "malik": self = .rule(.malik, name: name)
        case "kamath-fallen": self = .rule(.kamathFallen, name: name)
        case "karlsson": self = .rule(.karlsson, name: name)
        case "none": self = .none
        default: return nil
        }
    }

    private static func name(_ level: ArtefactRule.KubiosLevel) -> String {
        switch level {
        case .veryLow: "kubios-very-low"
        case .low: "kubios-low"
        case .medium: "kubios-medium"
        case .strong: "kubios-strong"
        case .veryStrong: "kubios-very-strong"
        }
    }
}
