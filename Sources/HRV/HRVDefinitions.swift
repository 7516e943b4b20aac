/// Every choice that the value of a measure rests on and that tools settle differently.
///
/// The code that computes reads these choices and never the name of a preset, so a panel can also be
/// had with one of them changed. The initial values are ours, the preset `taskforce`. Standard
/// deviations divide by N − 1 in every tool we know of and are no choice.
public struct HRVDefinitions: Equatable, Sendable {
    // What is done to the intervals.
    public var trend = Trend.kept
    public var neighbours = Neighbours.adjacent
    public var gaps = Gaps.kept

    // Time domain.
    public var limit = Limit.above
    public var share = Share.ofDifferences
    public var lastBin = LastBin.halfOpen
    public var triangle = Triangle.leastSquares
    public var segments = Segments.complete
    public var stressMode = StressMode.middleOfBin

    // Nonlinear.
    public var axes = Axes.rotated
    /// Tolerance of sample entropy, in standard deviations.
    public var tolerance = 0.2
    public var match = Match.below
    public var templates = Templates.common
    public var scalesShort = Scales.range(4, 16)
    public var scalesLong = Scales.range(16, 64)
    public var fluctuation = Fluctuation.sideBySide

    // Spectrum.
    public var estimator = Estimator.welch
    public var resampling = Resampling.cubic(rate: 4)
    public var window = Window.seconds(256)
    public var padding = Padding.none
    public var centring = Centring.segment
    public var lowest = Lowest.none
    public var scale = PowerScale.squareMilliseconds
    public var edges = Edges()
    public var integration = Integration.exact
    public var normalization = Normalization.lfAndHF

    /// What the definitions are those of, as the reason for a measure without a value names it.
    public var tool = "this preset"
    /// Measures the tool does not have and that do not follow from those it has.
    public var absent: Set<HRVMeasureName> = []
    /// Measures the tool does not print, that follow from those it has.
    public var derived: Set<HRVMeasureName> = []

    public init() {}
}
