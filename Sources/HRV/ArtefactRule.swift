public import Biosignals

/// How artefacts are found and treated: our own way, or a published rule, for comparison.
///
/// Every rule's edits stand in the ledger; those of a published one have no cost. Rules that leave out
/// make gaps; rules that interpolate give an interval another length and leave the clock as it is, so
/// the total time is not kept.
public enum ArtefactRule: Equatable, Sendable {
    /// Ours: see `NNEditor`.
    case hypothesis
    /// Leaves out an interval that differs from the one before it by more than 20 % of that one.
    /// Source: Malik et al. (1989), European Heart Journal 10:1060.
    case malik
    /// Leaves out an interval that is more than 32.5 % longer or 24.5 % shorter than the one before.
    /// Source: Kamath & Fallen (1995), in Heart Rate Variability (Futura), pp. 75–85.
    case kamathFallen
    /// Leaves out an interval that differs from the mean of its two neighbours by more than 20 % of
    /// that mean.
    /// Source: Karlsson et al. (2012), doi:10.1186/1475-925X-11-2.
    case karlsson
    /// Interpolates (cubic spline) an interval that is further from the local median than the level's
    /// threshold.
    /// Source: Tarvainen et al. (2014), doi:10.1016/j.cmpb.2013.07.024, and the Kubios user's guide.
    /// Differs: the width of the median is not published; 11 intervals here.
    case kubios(level: KubiosLevel)
    /// Puts in missed beats, takes out extra ones, and interpolates (cubic spline) the intervals of
    /// ectopic and misplaced ones, over and over until no fewer artefacts are found.
    /// Source: Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
    case lipponenTarvainen
    /// Takes everything as it is.
    case none

    /// Thresholds of Kubios for 60 beats a minute; they grow with the mean interval.
    public enum KubiosLevel: String, CaseIterable, Sendable {
        case veryLow, low, medium, strong, veryStrong

        public var threshold: Seconds {
            switch self {
            case .veryLow: 0.45
            case .low: 0.35
            case .medium: 0.25
            case .strong: 0.15
            case .veryStrong: 0.05
            }
        }
    }
}
