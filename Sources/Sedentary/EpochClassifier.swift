public import Biosignals
import RealModule

/// Decides, epoch by epoch, whether a person is stationary, from what the signals show of motion.
///
/// Input:  one `EpochEvidence` per epoch, oldest first.
/// Output: the epoch with its state and the filtered probability (no look-ahead).
/// Method: the logarithms of the likelihood ratios of the pieces of evidence add up; a two-state
///         hidden Markov forward filter carries the belief from epoch to epoch. Motion and heart
///         rate count against the person's own quietest stretch so far, never against a norm; so
///         the first epochs are unknown unless an accelerometer speaks.
/// Source: the weights of motion and heart rate are a logistic fit to the 75 recordings of
///         `motion_ecg` by Benchmarks/Scorecards/fit_movement.py; sitting and standing cannot be
///         told apart by them (Yoshida et al. 2019). The probability is a model's opinion and not
///         calibrated.
public struct EpochClassifier: Sendable {
    /// How much a piece of evidence counts: (threshold − value) · slope, clamped.
    public struct Weight: Equatable, Sendable {
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

    public struct Weights: Equatable, Sendable {
        /// Residual over beat height above the still baseline, natural logarithm.
        public var motion = Weight(threshold: 0, slope: 1.12, limit: 3)
        /// Heart rate above the person's quietest, 1/min.
        public var heartRate = Weight(threshold: 21.3, slope: 0.127, limit: 3)
        /// Standard deviation of acceleration, g; 45 mg is the usual sedentary cut for ENMO at the
        /// wrist (Hildebrand et al. 2017, doi:10.1111/sms.12795).
        public var acceleration = Weight(threshold: 0.045, slope: 120, limit: 4)

        public init() {}
    }

    /// Share of 30-second epochs of `motion_ecg` that the two weights told right for a person left
    /// out of the fit, whose quietest rest was known and without the filter over time; printed by
    /// Benchmarks/Scorecards/fit_movement.py. The classifier as it stands has not been scored.
    public static let skill = 0.79
    /// Epochs before the person's quietest stretch is taken as known.
    public static let settlingEpochs = 5
    /// Below this share of usable seconds an epoch says nothing.
    public static let usableMin = 0.5
    /// From this share of lost contact on, nobody wears the sensor.
    public static let contactLostMax = 0.8
    /// Mean time spent stationary and active before a change, in minutes.
    public static let meanDwell = (stationary: 30.0, active: 5.0)

    private let weights: Weights
    private let minutesPerEpoch: Double
    private var motionBaseline = QuietBaseline()
    private var heartRateBaseline = QuietBaseline()
    private var belief = 0.5

    public init(epoch: Seconds = 60, weights: Weights = Weights()) {
        precondition(epoch.value > 0, "An epoch has a length: \(epoch).")
        self.weights = weights
        minutesPerEpoch = epoch.value / 60
    }

    public mutating func classify(_ evidence: EpochEvidence, start: Seconds, end: Seconds) -> Epoch
    {
        let prior = predicted()
        if evidence.contactLost >= Self.contactLostMax {
            belief = 0.5
            return Epoch(
                start: start, end: end, state: .notWorn, pStationary: nil, evidence: evidence,
                logLikelihoodRatios: [:])
        }
        let ratios = logLikelihoodRatios(of: evidence)
        let isSettled = heartRateBaseline.count > Self.settlingEpochs
        guard !ratios.isEmpty, isSettled || evidence.acceleration != nil else {
            belief = prior
            return Epoch(
                start: start, end: end, state: .unknown, pStationary: nil, evidence: evidence,
                logLikelihoodRatios: [:])
        }
        let odds = prior / (1 - prior) * Double.exp(ratios.values.sorted().reduce(0, +))
        belief = max(0.001, min(0.999, odds / (1 + odds)))
        return Epoch(
            start: start, end: end, state: belief >= 0.5 ? .stationary : .active,
            pStationary: belief, evidence: evidence, logLikelihoodRatios: ratios)
    }

    private mutating func logLikelihoodRatios(of evidence: EpochEvidence) -> [String: Double] {
        var ratios: [String: Double] = [:]
        if let acceleration = evidence.acceleration {
            ratios["acceleration"] = weights.acceleration.logLikelihoodRatio(acceleration.value)
        }
        // The two were fitted together: neither says anything without the other.
        if evidence.usable >= Self.usableMin, let motion = evidence.motionLogRatio,
            let rate = evidence.heartRate
        {
            ratios["motion"] = weights.motion.logLikelihoodRatio(motionBaseline.above(motion))
            ratios["heartRate"] = weights.heartRate.logLikelihoodRatio(
                heartRateBaseline.above(rate.value))
        }
        return ratios
    }

    /// The belief one epoch on, before its evidence.
    private func predicted() -> Double {
        let leaveStationary = min(0.5, minutesPerEpoch / Self.meanDwell.stationary)
        let leaveActive = min(0.5, minutesPerEpoch / Self.meanDwell.active)
        return belief * (1 - leaveStationary) + (1 - belief) * leaveActive
    }
}

/// The person's quietest stretch so far: a low percentile of the last 480 epochs, eight hours of
/// minutes.
struct QuietBaseline: Sendable {
    static let epochsMax = 480
    static let percentile = 0.1

    private var recent: [Double] = []
    private var next = 0
    var count: Int { recent.count }

    /// How far `value` lies above the baseline it has just joined.
    mutating func above(_ value: Double) -> Double {
        if recent.count < Self.epochsMax {
            recent.append(value)
        } else {
            recent[next] = value
            next = (next + 1) % Self.epochsMax
        }
        let sorted = recent.sorted()
        return value - sorted[Int(Double(sorted.count - 1) * Self.percentile)]
    }
}
