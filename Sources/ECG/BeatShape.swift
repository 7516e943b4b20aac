/// How much a beat looks like a beat: its likeness to the others and how it stands out.
struct BeatShape: Sendable {
    /// Pearson correlation with the running QRS; nil while there is none.
    var correlation: Double?
    /// Mean detection energy before the beat over the beat's own.
    var backgroundRatio: Double

    /// Below this the surroundings are quiet enough that a strange shape is an ectopic beat rather
    /// than noise.
    private static let quietMax = 0.15
    private static let strangerWorth = 0.6
    private static let unknownWorth = 0.45
    private static let backgroundBegins = 0.25
    private static let backgroundEnds = 0.5

    /// 0…1; nil while there is nothing to compare with.
    var worth: Double? {
        guard let correlation else { return nil }
        let likeness = Self.worth(ofCorrelation: correlation)
        return backgroundRatio < Self.quietMax ? max(likeness, Self.strangerWorth) : likeness
    }

    /// 0…1, the beat's surroundings counted in.
    var quality: Double { (worth ?? Self.unknownWorth) * Self.worth(ofBackground: backgroundRatio) }

    /// 1 for perfect agreement, 0.5 at the accepted minimum, soon 0 below it.
    static func worth(ofCorrelation correlation: Double) -> Double {
        let limit = QRSTemplate.correlationMin
        if correlation >= limit { return 0.5 + 0.5 * (correlation - limit) / (1 - limit) }
        let share = max(0, correlation / limit)
        return 0.5 * share * share * share * share
    }

    /// 1 for quiet surroundings, 0 where the beat does not stand out.
    static func worth(ofBackground ratio: Double) -> Double {
        let span = backgroundEnds - backgroundBegins
        return max(0, min(1, (backgroundEnds - ratio) / span))
    }
}
