public import Biosignals

/// A stretch of time with one verdict about movement.
///
/// `stationary` means sitting, lying or standing without walking about (Tremblay et al. 2017,
/// doi:10.1186/s12966-017-0525-8). `asleep` is its own state: a minute asleep is never stationary.
public struct Epoch: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case stationary, active, notWorn, asleep, unknown
    }

    public let start: Seconds
    public let end: Seconds
    public let state: State
    /// Calibrated probability of being stationary: awake, worn, and not walking about; nil where
    /// there is no evidence to base one on.
    public let pStationary: Double?
    /// What the filter believes of all four states, uncalibrated; nil if it was not asked.
    public let belief: StateBelief?
    /// Which `EpochCalibration` the probability went through; nil where there is none.
    public let calibrationID: String?
    public let evidence: EpochEvidence
    /// Each piece of evidence with its log-likelihood ratio, stationary over active.
    public let logLikelihoodRatios: [String: Double]

    public init(
        start: Seconds, end: Seconds, state: State, pStationary: Double?, evidence: EpochEvidence,
        logLikelihoodRatios: [String: Double], belief: StateBelief? = nil,
        calibrationID: String? = nil
    ) {
        self.start = start
        self.end = end
        self.state = state
        self.pStationary = pStationary
        self.evidence = evidence
        self.logLikelihoodRatios = logLikelihoodRatios
        self.belief = belief
        self.calibrationID = calibrationID
    }
}
