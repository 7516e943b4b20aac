import RealModule

/// How intervals come about when some beats are ectopic: the densities behind `EctopicBeats`.
///
/// `z` is the logarithm of an interval over the sinus level around it, so nothing here depends on the
/// heart rate. A density asks for three beats: the two that bound the interval, and the one before.
/// Source: prematurity and compensation as features, de Chazal et al. (2004),
///         doi:10.1109/TBME.2004.827359; the compensatory pause as the mirror of the prematurity,
///         Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
/// The numbers were found by a coordinate search on the mitdb records of dev and rounded by hand.
struct EctopicModel: Equatable, Sendable {
    /// Chance that a beat is ectopic: after two normal ones, after a normal one and an ectopic one, after
    /// an ectopic one and a normal one, after two ectopic ones.
    var chance = 0.2
    var chanceAfterEctopic = 0.45
    var chanceAfterPause = 0.3
    var chanceInRun = 0.2
    /// A premature beat's z, and its deviation.
    var early = -0.4
    var earlySD = 0.2
    /// Share of ectopic beats that escape a pause instead, their z and its deviation.
    var escapes = 0.01
    var late = 0.2
    var lateSD = 0.3
    /// Shares of the intervals after a single ectopic beat that make up for it in full, that begin a new
    /// cycle, and that end the cycle the beat fell into; what is left is anything longer.
    var compensated = 0.55
    var reset = 0.35
    var interpolated = 0.05
    /// How exactly a pause makes up, beyond the spread of the rhythm; z of a new cycle and its deviation.
    var pauseSD = 0.01
    var resetMean = 0.03
    var resetSD = 0.1
    /// z between two ectopic beats, its deviation, and that from one to the next in a run.
    var run = -0.4
    var runSD = 0.2
    var runSteadySD = 0.3
    /// What a normal interval keeps of the z of the normal one before it.
    var inherited = 0.7
    /// A z beyond this is no swing of the rhythm, and nothing is inherited of it.
    var swingMax = 0.5
    /// Share of normal intervals that are something else, a missed beat or a pause, and over how wide a
    /// range of z they lie.
    var strays = 0.01
    var strayWidth = 3.0
    /// Limits of the spread of a normal rhythm. The upper one keeps frequent ectopic beats from widening
    /// what is called normal until they fit.
    var spreadMin = 0.03
    var spreadMax = 0.05
    /// Intervals that level and spread are medians of. The level must outlast a run of ectopic beats.
    var levelWindow = 151
    var spreadWindow = 51
    /// Quantiles that stand for the level, among normal intervals and among pairs of any: more than
    /// half, because ectopic beats taken for normal ones shorten intervals and lengthen none.
    var levelShare = 0.6
    var blindShare = 0.7

    /// Beats to either side that are asked about a shape.
    var voters = 150
    /// Distance, in heights of the typical shape, from which on two shapes have nothing in common.
    var likeness = 1.0
    /// Votes that a shape without any like it has for and against.
    var strangerVotes = 3.5
    var sinusVotes = 1.0
    /// What the logarithm of the votes weighs, and its limits: a normal shape does not rule out an atrial
    /// beat.
    var shapeWeight = 1.4
    var shapeMin = 2.0
    var shapeMax = 7.0

    static let standard = EctopicModel()

    @inline(__always)
    private static func gauss(_ x: Double, _ sd: Double) -> Double {
        let u = x / sd
        return 0.398_942_28 / sd * Double.exp(-0.5 * u * u)
    }

    /// Student's t, 4 degrees of freedom.
    @inline(__always)
    private static func heavy(_ x: Double, _ sd: Double) -> Double {
        let w = 1 + x * x / (4 * sd * sd)
        return 0.375 / (sd * w * w * w.squareRoot())
    }

    /// Densities of z for the eight ways three beats can be, indexed before·4 + first·2 + last, where 1
    /// is ectopic.
    func densities(_ z: Double, after previous: Double, spread: Double) -> SIMD8<Double> {
        let spread = max(spread, spreadMin)
        let stray = strays / strayWidth
        let ratio = Double.exp(previous)
        let expected = abs(previous) < swingMax ? inherited * previous : 0
        let normal = (1 - strays) * Self.heavy(z - expected, spread) + stray
        let afterReturn = (1 - strays) * Self.heavy(z, 1.2 * spread) + stray
        let premature =
            (1 - escapes) * Self.gauss(z - early, earlySD) + escapes * Self.gauss(z - late, lateSD)
        let wide = (pauseSD * pauseSD + 2 * spread * spread).squareRoot()
        let fresh = (resetSD * resetSD + spread * spread).squareRoot()
        var pause = reset * Self.gauss(z - resetMean, fresh)
        if ratio < 1.9 { pause += compensated * Self.gauss(z - Double.log(2 - ratio), wide) }
        if ratio < 0.9 { pause += interpolated * Self.gauss(z - Double.log(1 - ratio), 2 * wide) }
        let left = 1 - compensated - reset - interpolated
        pause += left * Self.gauss(z - 0.2, 0.25)
        let afterRun = Self.gauss(z - 0.15, 0.25)
        let pair = Self.gauss(z - run, runSD)
        let steady = 0.7 * Self.gauss(z - previous, runSteadySD) + 0.3 * pair
        return SIMD8(normal, premature, pause, pair, afterReturn, premature, afterRun, steady)
    }
}
