public import Biosignals
import RealModule

/// Decides, epoch by epoch, whether a person is stationary, active or asleep, or wears nothing.
///
/// Input:  one `EpochEvidence` per epoch, oldest first.
/// Output: the epoch with its state, the calibrated probability of being stationary, and the belief
///         in all four states; no look-ahead.
/// Method: the logarithms of the likelihood ratios of the pieces of evidence add up; a hidden Markov
///         forward filter over not worn, asleep, stationary and active carries the belief from epoch
///         to epoch. A piece that is missing adds nothing. Stillness counts only with a sign of
///         life; an unusable ECG can speak for movement but not for stillness.
/// Start:  the first epochs are judged by sway as it stands and by the heart rate itself;
///         once `settlingEpochs` quiet epochs are known, by how far sway and heart rate lie above the
///         person's own quietest.
/// Source: states and dwell times after Tremblay et al. (2017), doi:10.1186/s12966-017-0525-8; the
///         weights' sources are with `EpochWeights`. Sitting and standing cannot be told apart by
///         them (Yoshida et al. 2019).
public struct EpochClassifier: Sendable {
    public typealias Weight = EpochWeight
    public typealias Weights = EpochWeights

    /// Quiet epochs before the person's quietest is taken as known.
    public static let settlingEpochs = 20
    /// The same for signals without a fast band, any epoch counting.
    static let motionSettlingEpochs = 5
    /// Below this share of usable seconds an epoch cannot speak for stillness.
    public static let usableMin = 0.5
    /// From this share of lost contact on, nobody wears the sensor.
    public static let contactLostMax = 0.8
    /// Mean time spent stationary and active before a change, in minutes.
    public static let meanDwell = (
        stationary: StateBelief.Dwell.stationary, active: StateBelief.Dwell.active
    )
    /// What moves less than this lies on a table, for all that is known: a body's breath and pulse
    /// alone move it more. After van Hees et al. (2013), doi:10.1371/journal.pone.0061691.
    static let aliveAcceleration: StandardGravity = 0.013
    /// Log-odds from which on an epoch is taken into the baseline of quiet ones: 0.73.
    private static let quietLogOdds = 1.0
    /// Of quiet epochs, and of all of them: in quiet ones the tenth percentile lies too low, for most
    /// of a quiet day is as still as rest; 0.3 leaves the least bias on synthetic days.
    private static let usualQuiet = 0.3
    private static let quietest = 0.1
    /// Logarithms of the likelihood of being not worn: contact lost, no sign of life, a sign of it.
    private static let notWornLikelihood = (lost: 8.0, lifeless: 1.5, alive: -5.0)
    private static let night = (from: 23.0, to: 7.0)
    /// Heart rate against the quietest awake, 1/min: below it sleep is likelier, above it less so.
    private static let lowRate = -4.0
    private static let raisedRate = 6.0
    private static let stillAcceleration: StandardGravity = 0.03

    private let weights: Weights
    private let epochMinutes: Double
    private var swayBaseline = QuietBaseline(percentile: usualQuiet)
    private var quietRate = QuietBaseline(percentile: usualQuiet)
    private var motionBaseline = QuietBaseline(percentile: quietest)
    private var motionRate = QuietBaseline(percentile: quietest)
    private var belief = StateBelief.ignorant
    private var isFirst = true

    public init(epoch: Seconds = 60, weights: Weights = Weights()) {
        precondition(epoch.value > 0, "An epoch has a length: \(epoch).")
        self.weights = weights
        epochMinutes = epoch.value / 60
    }

    public mutating func classify(_ evidence: EpochEvidence, start: Seconds, end: Seconds) -> Epoch
    {
        func epoch(
            _ state: Epoch.State, _ probability: Double? = nil, _ ratios: [String: Double] = [:],
            _ calibration: EpochCalibration? = nil
        ) -> Epoch {
            Epoch(
                start: start, end: end, state: state, pStationary: probability, evidence: evidence,
                logLikelihoodRatios: ratios, belief: belief, calibrationID: calibration?.id)
        }
        advance(evidence)
        if evidence.steps != nil { belief.forgetMovement() }
        if evidence.contactLost >= Self.contactLostMax {
            belief.weigh(
                notWorn: Self.notWornLikelihood.lost, asleep: 0, stationary: 0, active: 0)
            return epoch(.notWorn)
        }
        let isAlive = hasLife(evidence)
        var ratios = logLikelihoodRatios(of: evidence)
        if !isAlive { ratios = ratios.filter { $0.value < 0 } }
        let sum = Self.sum(ratios)
        guard !ratios.isEmpty || (isAlive && evidence.isAsleep != nil) else {
            if !isAlive, evidence.saysSomething {
                belief.weigh(
                    notWorn: Self.notWornLikelihood.lifeless, asleep: 0, stationary: 0, active: 0)
            }
            return epoch(belief.notWorn > 0.5 ? .notWorn : .unknown)
        }
        belief.weigh(
            notWorn: isAlive ? Self.notWornLikelihood.alive : Self.notWornLikelihood.lifeless,
            asleep: sum + sleepLogRatio(evidence), stationary: sum, active: 0)
        let calibration = EpochCalibration.fitting(evidence)
        let still = calibration.probability(logOdds: belief.logOdds)
        let awake = belief.stationary + belief.active
        let state: Epoch.State =
            if belief.asleep >= max(awake, belief.notWorn) {
                .asleep
            } else if belief.notWorn >= awake {
                .notWorn
            } else {
                still >= 0.5 && isAlive ? .stationary : .active
            }
        if state == .active, !isAlive, sum > -1 { return epoch(.unknown) }
        return epoch(state, still * awake, ratios, calibration)
    }

    /// Keeps what is known of the person and forgets what the person was doing: after a gap.
    public mutating func forgetBelief() {
        belief = .ignorant
        isFirst = true
    }

    private mutating func advance(_ evidence: EpochEvidence) {
        if isFirst {
            isFirst = false
            guard evidence.localHour != nil || evidence.isAsleep != nil else { return }
        }
        belief.advance(
            minutes: epochMinutes, isNight: evidence.localHour.map(Self.isNight),
            isToldAsleep: evidence.isAsleep)
    }

    private static func isNight(_ hour: Double) -> Bool { hour >= night.from || hour < night.to }

    /// Five good beats, or movement of a body now.
    private func hasLife(_ evidence: EpochEvidence) -> Bool {
        if evidence.heartRate != nil { return true }
        return evidence.acceleration.map { $0 >= Self.aliveAcceleration } ?? false
    }

    /// In the order of the names, so that every run adds up to the same digits.
    private static func sum(_ ratios: [String: Double]) -> Double {
        ratios.keys.sorted().reduce(0) { $0 + (ratios[$1] ?? 0) }
    }

    private mutating func logLikelihoodRatios(of evidence: EpochEvidence) -> [String: Double] {
        var ratios = heartRatios(of: evidence)
        if evidence.usable < Self.usableMin, Self.sum(ratios) >= 0 { ratios = [:] }
        if let acceleration = evidence.acceleration {
            ratios["acceleration"] = weights.acceleration.logLikelihoodRatio(acceleration.value)
        }
        if let steps = evidence.steps {
            ratios["steps"] = weights.steps.logLikelihoodRatio(steps.value)
        }
        if let share = evidence.pulseMotion {
            let ratio = weights.pulseMotion.logLikelihoodRatio(share)
            if ratio < 0 { ratios["pulseMotion"] = ratio }
        }
        if let bit = evidence.motionBit {
            ratios["motionBit"] = weights.motionBit.logLikelihoodRatio(bit)
        }
        if let count = evidence.postureSteps, count > 0 {
            ratios["postureSteps"] = weights.postureStep
        }
        // Whoever moved about already did not stand up: the heart came down from that.
        if evidence.stoodUp == true, belief.stationary + belief.asleep > belief.active {
            ratios["stoodUp"] = weights.stoodUp
        }
        return ratios
    }

    /// Motion in the ECG and heart rate were fitted together: neither counts without the other.
    private mutating func heartRatios(of evidence: EpochEvidence) -> [String: Double] {
        guard let rate = evidence.heartRate?.value else { return [:] }
        guard let sway = evidence.swayLogRatio, let muscle = evidence.muscleLogRatio else {
            return motionRatios(of: evidence, rate: rate)
        }
        func ratios(rise: Double, _ beats: Double) -> [String: Double] {
            let left = UnexplainedSway.left(of: rise, muscle: muscle)
            return ["sway": weights.sway.logLikelihoodRatio(left), "heartRate": beats]
        }
        let asItStands = ratios(rise: sway, weights.heartRate.logLikelihoodRatio(rate))
        var settled: [String: Double]?
        if swayBaseline.count >= Self.settlingEpochs, let rise = swayBaseline.above(sway),
            let rateAbove = quietRate.above(rate)
        {
            settled = ratios(
                rise: rise, weights.heartRateAbove.logLikelihoodRatio(rateAbove))
        }
        if evidence.usable >= Self.usableMin, Self.sum(asItStands) >= Self.quietLogOdds {
            swayBaseline.append(sway)
            quietRate.append(rate)
        }
        return settled ?? asItStands
    }

    private mutating func motionRatios(
        of evidence: EpochEvidence, rate: Double
    ) -> [String: Double] {
        guard evidence.usable >= Self.usableMin, let motion = evidence.motionLogRatio else {
            return [:]
        }
        motionBaseline.append(motion)
        motionRate.append(rate)
        guard motionBaseline.count > Self.motionSettlingEpochs,
            let motionAbove = motionBaseline.above(motion), let rateAbove = motionRate.above(rate)
        else { return [:] }
        return [
            "motion": weights.motion.logLikelihoodRatio(motionAbove),
            "heartRate": weights.motionHeartRate.logLikelihoodRatio(rateAbove),
        ]
    }

    /// Log-likelihood ratio of asleep over stationary: what somebody else knows, else how low the
    /// heart beats. What is neither low nor raised says nothing, and by day nothing speaks for sleep,
    /// for minutes that are alike would soon add up to it. Assumed; the hour is in the chain.
    private func sleepLogRatio(_ evidence: EpochEvidence) -> Double {
        if let isAsleep = evidence.isAsleep { return isAsleep ? 6 : -6 }
        var ratio = 0.0
        if let above = rateAboveQuietest(evidence) {
            let isNight = evidence.localHour.map(Self.isNight) ?? false
            if above < Self.lowRate, isNight { ratio += 0.5 }
            if above > Self.raisedRate { ratio -= min(1, 0.1 * (above - Self.raisedRate)) }
        }
        if let acceleration = evidence.acceleration, acceleration > Self.stillAcceleration {
            ratio -= 1
        }
        return ratio
    }

    private func rateAboveQuietest(_ evidence: EpochEvidence) -> Double? {
        guard let rate = evidence.heartRate?.value else { return nil }
        if quietRate.count >= Self.settlingEpochs { return quietRate.above(rate) }
        return motionRate.count >= Self.settlingEpochs ? motionRate.above(rate) : nil
    }
}

extension EpochEvidence {
    /// Whether there is a signal at all that could have shown life.
    fileprivate var saysSomething: Bool {
        usable > 0 || contactLost > 0 || acceleration != nil || swayLogRatio != nil
            || motionLogRatio != nil || pulseMotion != nil
    }
}

extension EpochCalibration {
    fileprivate static func fitting(_ evidence: EpochEvidence) -> EpochCalibration {
        if evidence.steps != nil { return .steps }
        if evidence.acceleration != nil || evidence.motionBit != nil { return .none }
        return evidence.swayLogRatio != nil && evidence.heartRate != nil ? .ecg : .none
    }
}
