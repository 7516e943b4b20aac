/// How far a message may travel; a token of its subject, so that the broker can hold to it.
public enum DataLabel: String, CaseIterable, Sendable, Comparable {
    case `public`, `internal`, confidential, restricted

    public static func < (a: DataLabel, b: DataLabel) -> Bool { a.rank < b.rank }

    /// This label and all below it.
    var andBelow: [DataLabel] { Self.allCases.filter { $0 <= self } }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
