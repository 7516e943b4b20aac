/// How much a piece of evidence counts: (threshold − value) · slope, clamped.
public struct EpochWeight: Equatable, Sendable {
    public let threshold: Double
    public let slope: Double
    public let limit: Double

    public init(threshold: Double, slope: Double, limit: Double) {
        self.threshold = threshold
        self.slope = slope
        self.limit = limit
    }

    func logLikelihoodRatio(_ value: Double) -> Double {
        max(-limit, min(limit, (threshold - value) * slope))
    }
}

/// Every weight of the classifier, log-likelihood ratios of stationary over active.
///
/// `sway`, `heartRate` and its settled form are logistic fits to the five people of
/// `motion_ecg` in data/dev (rest and arms against walk, run and squats), clamped where the people's
/// values end; Benchmarks/Scorecards/fit_movement.py prints them with each person left out. `steps`
/// is a fit to the minutes of `activpal` (one person, two weeks) by the scorecard. The rest is
/// assumed and bounded to be outvoted by one fitted piece; no set here has labels for it.
public struct EpochWeights: Equatable, Sendable {
    /// `UnexplainedSway`, as it stands and above the person's quietest alike.
    public var sway = EpochWeight(threshold: 0.16, slope: 8.7, limit: 4)
    /// Heart rate, 1/min, while the person's own quietest is not known.
    public var heartRate = EpochWeight(threshold: 112, slope: 0.09, limit: 2.5)
    /// Heart rate above the person's quietest, 1/min, once it is known.
    public var heartRateAbove = EpochWeight(threshold: 15.5, slope: 0.155, limit: 3)
    /// `motionLogRatio` above the quietest: for signals without a fast band.
    public var motion = EpochWeight(threshold: 0, slope: 1.12, limit: 3)
    /// Heart rate above the quietest, beside `motion`.
    public var motionHeartRate = EpochWeight(threshold: 21.3, slope: 0.127, limit: 3)
    /// Spread of acceleration, g. Seated wrists (six people of `stress_predict` in data/dev) lie
    /// below 0.12 in 97 of 100 minutes; a walking wrist is taken to swing by 0.2 and more.
    public var acceleration = EpochWeight(threshold: 0.14, slope: 40, limit: 4)
    /// Steps per minute, counted over the epoch.
    public var steps = EpochWeight(threshold: 10.3, slope: 0.65, limit: 6.5)
    /// Assumed: share of seconds in which motion spoilt the pulse wave; speaks for movement only.
    public var pulseMotion = EpochWeight(threshold: 0.3, slope: 2, limit: 1)
    /// Assumed: a lasting step of the impedance baseline is a change of posture.
    public var postureStep = -1.0
    /// Assumed: the heart's signature of standing up.
    public var stoodUp = -1.5
    /// Assumed: share of seconds with the board's motion bit set.
    public var motionBit = EpochWeight(threshold: 0.3, slope: 4, limit: 2)

    public init() {}
}
