public import Biosignals

/// What a stretch of a minute or so shows about movement. Missing evidence stays missing.
public struct EpochEvidence: Equatable, Sendable {
    /// Share of the epoch's seconds with a usable signal, 0…1.
    public var usable: Double
    /// Share of the epoch's seconds in which the electrodes or the sensor had no contact, 0…1.
    public var contactLost: Double
    /// Motion in the ECG: natural logarithm of the residual's RMS over the height of the beats,
    /// median over the epoch's seconds. Free of the ECG's unit and gain.
    public var motionLogRatio: Double?
    public var heartRate: PerMinute?
    /// Spread of acceleration: mean over the seconds of the root of the axes' summed variances.
    public var acceleration: StandardGravity?

    public init(
        usable: Double, contactLost: Double, motionLogRatio: Double? = nil,
        heartRate: PerMinute? = nil, acceleration: StandardGravity? = nil
    ) {
        self.usable = usable
        self.contactLost = contactLost
        self.motionLogRatio = motionLogRatio
        self.heartRate = heartRate
        self.acceleration = acceleration
    }
}

/// A stretch of time with one verdict about movement.
///
/// `stationary` means sitting, lying or standing without walking about (Tremblay et al. 2017,
/// doi:10.1186/s12966-017-0525-8): posture is not observed, so nothing here says sedentary.
public struct Epoch: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case stationary, active, notWorn, unknown
    }

    public let start: Seconds
    public let end: Seconds
    public let state: State
    /// Probability of being stationary; nil where there is no evidence to base one on.
    public let pStationary: Double?
    public let evidence: EpochEvidence
    /// Each piece of evidence with its log-likelihood ratio, stationary over active.
    public let logLikelihoodRatios: [String: Double]

    public init(
        start: Seconds, end: Seconds, state: State, pStationary: Double?, evidence: EpochEvidence,
        logLikelihoodRatios: [String: Double]
    ) {
        self.start = start
        self.end = end
        self.state = state
        self.pStationary = pStationary
        self.evidence = evidence
        self.logLikelihoodRatios = logLikelihoodRatios
    }
}
