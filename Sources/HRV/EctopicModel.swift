import RealModule

/// How intervals come about when some beats are ectopic: the densities behind `EctopicBeats`.
///
/// `z` is the logarithm of an interval over the sinus level around it, so nothing here depends on the
/// heart rate. A density asks for three beats: the two that bound the interval, and the one before.
/// Source: prematurity and compensation as features, de Chazal et al. (2004),
///         doi:10.1109/TBME.2004.827359; the compensatory pause as the mirror of the prematurity,
///         Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
struct EctopicModel: Equatable, Sendable {
    /// Chance that a beat is ectopic after a normal beat, and after an ectopic one.
    var chance = 0.18
    var chanceAfterEctopic = 0.44
    var chanceAfterPause = 0.3
    /// A premature beat's z, and its deviation.
    var early = -0.38
    var earlySD = 0.22
    /// Share of ectopic beats that escape a pause, their z and its deviation.
    var escapes = 0.008
    var late = 0.18
    var lateSD = 0.33
    /// After an ectopic beat: share of pauses that are fully compensatory, that begin a new cycle, that
    /// are neither.
    var compensated = 0.55
    var reset = 0.36
    var resetMean = 0.03
    var resetSD = 0.11
    var interpolated = 0.04
    var pauseSD = 0.01
    /// Within a run of ectopic beats.
    var run = -0.4
    var runSD = 0.22
    var runSteadySD = 0.29
    /// What a normal interval inherits of the deviation of the normal one before it.
    var inherited = 0.7
    /// Share of normal intervals that are something else: a missed beat, a pause, a wrong level.
    var strays = 0.008
    var strayWidth = 3.0
    /// Student's t with 4 degrees of freedom: healthy rhythms have heavy tails.
    var spreadMin = 0.03

    var voters = 100.0
    var likeness = 0.5
    var strangerVotes = 1.0
    var sinusVotes = 3.0
    var shapeWeight = 1.0
    var shapeMin = 2.0
    var shapeMax = 7.0
    var levelWindow = 151.0
    var spreadWindow = 49.0
    var firstSpread = 0.05
    var spreadMax = 0.048
    var levelShare = 0.6
    var blindWindow = 127.0
    var chanceInRun = 0.22
    var blindShare = 0.7

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
        let normal = (1 - strays) * Self.heavy(z - inherited * previous, spread) + stray
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
