extension HRVDefinitions {
    /// Slow trend of the intervals, before every measure but the mean and the heart rate.
    public enum Trend: Equatable, Sendable {
        case kept
        /// Tarvainen et al. (2002), doi:10.1109/10.979357, at the rate of the resampling.
        case smoothnessPriors(lambda: Double)
    }

    /// Which two intervals make a successive difference and a point of the Poincaré plot.
    public enum Neighbours: Equatable, Sendable {
        /// Only two with a beat in common.
        case adjacent
        /// Any two that follow one another in the list, over whatever was taken out between them.
        case listed
    }

    /// What spectra, sample entropy and fluctuation analysis do with a gap.
    public enum Gaps: Equatable, Sendable {
        /// No segment, template or window reaches across.
        case kept
        /// The intervals on either side are taken as one series.
        case bridged
    }

    /// Which differences count for NN50 and its kin.
    public enum Limit: Equatable, Sendable { case above, atLeast }

    /// What pNN50 is a share of.
    public enum Share: Equatable, Sendable {
        case ofDifferences
        /// As many as there are intervals where there is no gap.
        case ofDifferencesAndOne
    }

    /// Whether the histogram's last bin holds its upper edge.
    public enum LastBin: Equatable, Sendable { case halfOpen, closed }

    /// How the triangle of TINN is found.
    public enum Triangle: Equatable, Sendable {
        /// Both feet by least squares over the whole histogram.
        case leastSquares
        /// The left foot at the first edge over the shortest interval, the right one by least
        /// squares; nothing where the error is `errorMax` or more.
        case rightFoot(errorMax: Double)
    }

    /// The 5-minute segments of SDANN and of the SDNN index.
    public enum Segments: Equatable, Sendable {
        /// Complete ones on the recording's clock, at least half filled.
        case complete
        /// As many as fit, rounded, on a clock without gaps; each without its last interval.
        case rounded
    }

    /// The mode in Baevsky's index.
    public enum StressMode: Equatable, Sendable { case middleOfBin, median }

    /// How SD2 is had.
    public enum Axes: Equatable, Sendable {
        /// Standard deviation along the axis rotated by 45°.
        case rotated
        /// √(2 · SDNN² − SDSD² / 2).
        case fromSDNN
    }

    /// When two intervals are alike for sample entropy: strictly below r, or at most r.
    public enum Match: Equatable, Sendable { case below, atMost }

    /// Which templates sample entropy compares.
    public enum Templates: Equatable, Sendable {
        /// Those with a next interval, at both lengths; counts of pairs.
        case common
        /// All there are of each length; shares of pairs.
        case each
    }

    /// Window lengths of a fluctuation analysis, in intervals.
    public enum Scales: Equatable, Sendable {
        /// Every whole number from one to another.
        case range(Int, Int)
        /// Every whole number from one to (N + 1) / 10.
        case upToTenth(from: Int)
        /// Powers of two from one to another.
        case powers(Int, Int)
        /// Powers of two from one to the one nearest N / 4.
        case powersToQuarter(from: Int)
    }

    /// How windows of a fluctuation analysis lie.
    public enum Fluctuation: Equatable, Sendable {
        /// Side by side from the start; what fills none is left out.
        case sideBySide
        /// Each begins half a window after the one before; those that are a line are left out.
        case halfOverlapping
        /// Side by side; what fills none gets a line of its own.
        case sideBySideWithTail
    }

    public enum Estimator: Equatable, Sendable {
        case welch
        /// Lomb (1976), doi:10.1007/BF00648343, on the intervals as they stand, at multiples of
        /// `step` up to `end`, Hz; nothing is resampled and no window fades.
        case lomb(step: Double, end: Double)
    }

    public enum Resampling: Equatable, Sendable {
        /// Spline of degree three or two with not-a-knot ends, read at `rate` Hz.
        case cubic(rate: Double)
        case quadratic(rate: Double)
    }

    /// Length of a Welch segment; half overlap and a Hann window in every tool.
    public enum Window: Equatable, Sendable {
        /// The whole, if that is shorter.
        case seconds(Double)
        case halfTheSeries
    }

    /// Length of the transform.
    public enum Padding: Equatable, Sendable { case none, twice }

    /// What the mean is taken of before it is removed.
    public enum Centring: Equatable, Sendable { case segment, series }

    /// Lowest frequency that counts.
    public enum Lowest: Equatable, Sendable {
        case none
        /// Four periods in the series.
        case fourPeriods
    }

    /// Unit of powers.
    public enum PowerScale: Equatable, Sendable {
        /// The density integrates to the variance, ms².
        case squareMilliseconds
        /// Lomb's sums times the step: ms² over the mean interval in seconds.
        case withoutMeanInterval
    }

    /// Band edges, Hz; nil where a band does not exist.
    public struct Edges: Equatable, Sendable {
        public var ulf: Range<Double>?
        public var vlf = HRVBands.vlf
        public var lf = HRVBands.lf
        public var hf = HRVBands.hf
        public var vhf: Range<Double>?

        public init() {}
    }

    public enum Integration: Equatable, Sendable {
        /// The piecewise linear density from edge to edge.
        case exact
        /// Trapezoids between the bins inside the band.
        case trapezoidsInside
        /// Every bin inside the band times the distance of bins.
        case rectangles
    }

    /// What LF and HF in normalized units are shares of.
    public enum Normalization: Equatable, Sendable { case lfAndHF, total }
}
