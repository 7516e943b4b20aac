/// What the intervals say of a window's rhythm. A description of the series, not of a person's health.
public enum RhythmFinding: Equatable, Sendable {
    /// Too few intervals to say anything.
    case unknown
    /// A rhythm that repeats, with few ectopic beats.
    case regular
    /// A rhythm that repeats under its ectopic beats, which are this share of all, 0…100 %.
    case frequentEctopy(percent: Double)
    /// Intervals that follow no pattern for this share of the window's beats, 0…1.
    case irregular(share: Double)

    /// Why heart rate variability is not stated, for `Unavailable.rhythmIrregular`; nil if it may be.
    /// Without measured health values.
    public var objection: String? {
        switch self {
        case .unknown, .regular: nil
        case .frequentEctopy:
            "too many beats come early or late for the intervals between the others to stand for the rhythm"
        case .irregular: "the intervals follow no rhythm for too much of the window"
        }
    }
}
