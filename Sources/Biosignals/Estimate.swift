/// A measure, or the reason why there is none. Never zero, NaN or nothing in place of "not known".
public enum Estimate<Value: Sendable & Equatable>: Equatable, Sendable {
    case value(Value)
    case unavailable(Unavailable)

    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    public var unavailable: Unavailable? {
        if case .unavailable(let reason) = self { reason } else { nil }
    }
}

/// Why a measure is not stated.
public enum Unavailable: Equatable, Sendable {
    case tooFewIntervals(found: Int, needed: Int)
    case windowTooShort(found: Seconds, needed: Seconds)
    case poorSignal(usable: Double, needed: Double)
    case tooManyEdits(percent: Double, percentMax: Double)
    case rhythmIrregular(evidence: String)
    case sourceUnsuitable(because: String)

    /// The word used in files and on the wire.
    public var code: String {
        switch self {
        case .tooFewIntervals: "tooFewIntervals"
        case .windowTooShort: "windowTooShort"
        case .poorSignal: "poorSignal"
        case .tooManyEdits: "tooManyEdits"
        case .rhythmIrregular: "rhythmIrregular"
        case .sourceUnsuitable: "sourceUnsuitable"
        }
    }

    /// One sentence fragment for people, without measured health values.
    public var detail: String {
        switch self {
        case .tooFewIntervals(let found, let needed): "found \(found), needed \(needed)"
        case .windowTooShort(let found, let needed):
            "found \(Self.tenths(found.value)) s, needed \(Self.tenths(needed.value)) s"
        case .poorSignal(let usable, let needed):
            "usable \(Self.percent(usable)) %, needed \(Self.percent(needed)) %"
        case .tooManyEdits(let percent, let percentMax):
            "edited \(Self.tenths(percent)) %, at most \(Self.tenths(percentMax)) %"
        case .rhythmIrregular(let evidence): evidence
        case .sourceUnsuitable(let because): because
        }
    }

    private static func tenths(_ value: Double) -> String {
        let scaled = (value * 10).rounded() / 10
        return scaled == scaled.rounded() ? String(Int(scaled)) : String(scaled)
    }

    private static func percent(_ fraction: Double) -> Int { Int((fraction * 100).rounded()) }
}
