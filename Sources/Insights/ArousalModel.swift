import RealModule

/// How probable it is that skin and heart show activation, from how far both lie above what is
/// usual for the person.
///
/// odds = prior odds · exp(skin + heart + offset); each score is the mean of what is known of its
/// channel, in units that a clear response to a task has, each held to ±3:
///
/// | skin | root of the response rate, 1/min | + 1 | one response a minute to four |
/// | | amplitude per minute (over 0.05 µS) | × 3 | |
/// | | slope of the level, as a share of it | + 5 %/min | |
/// | heart | heart rate | + 5/min | |
/// | | ln RMSSD | − 0.25 | RMSSD down by a fifth |
///
/// Source: which way each goes under mental load: Boucsein (2012), doi:10.1007/978-1-4614-1126-0, and
///         Critchley (2002), doi:10.1177/107385840200800209, for skin; Healey & Picard (2005),
///         doi:10.1109/TITS.2005.848368, and Schmidt et al. (2018), doi:10.1145/3242969.3242985, for
///         both; Castaldo et al. (2015), doi:10.1016/j.bspc.2015.02.012, for RMSSD. Units and
///         weights are round and ours; `Weights` says on what they were tried.
public struct ArousalModel: Equatable, Sendable {
    public struct Weights: Equatable, Sendable {
        /// Root of responses per minute.
        public var rateUnit = 1.0
        /// Ln of the ratio of amplitudes.
        public var amplitudeUnit = 1.1
        /// What is added to both amplitudes, µS/min, so that the ratio of nothings is 1.
        public var amplitudeFloor = 0.05
        /// Share of the level, 1/min.
        public var slopeUnit = 0.05
        /// 1/min.
        public var heartRateUnit = 5.0
        /// Ln of RMSSD.
        public var lnRMSSDUnit = 0.25
        public var scoreMax = 3.0
        /// What exactly the usual tells: a little against. Balanced logistic fits to `stress_predict`
        /// gave −0.3 to −1.1, and 0.9 to 2.3 for the weight of the scores, which is kept at 1.
        public var offset = -0.5
        /// Share of still minutes that are taken to be activated, before anything is measured.
        public var prior = 0.2

        public init() {}
    }

    /// A score and its standard error.
    public struct Score: Equatable, Sendable {
        public let value: Double
        public let deviation: Double

        /// The mean of what is known; nil of nothing.
        init?(_ parts: [(value: Double, deviation: Double)]) {
            guard !parts.isEmpty else { return nil }
            let count = Double(parts.count)
            value = parts.reduce(0) { $0 + $1.value } / count
            // Parts of one channel share their errors: added, not averaged away.
            deviation = parts.reduce(0) { $0 + $1.deviation } / count
        }
    }

    public let weights: Weights

    public init(weights: Weights = Weights()) { self.weights = weights }

    /// Nil where the rate of responses is not known: a level alone is no arousal.
    public func skin(_ evidence: ArousalEvidence) -> Score? {
        guard let rise = evidence.rootRateRise else { return nil }
        var parts = [part(rise, unit: weights.rateUnit)]
        if let now = evidence.amplitude, let usual = evidence.usualAmplitude {
            let floor = weights.amplitudeFloor
            let ratio = Double.log((now.value + floor) / (usual.value + floor))
            let errors =
                (now.deviation / (now.value + floor)) * (now.deviation / (now.value + floor))
                + (usual.deviation / (usual.value + floor))
                * (usual.deviation / (usual.value + floor))
            parts.append(held(ratio, errors.squareRoot(), unit: weights.amplitudeUnit))
        }
        if let rise = evidence.slopeRise { parts.append(part(rise, unit: weights.slopeUnit)) }
        return Score(parts)
    }

    /// Nil where the heart rate is not known.
    public func heart(_ evidence: ArousalEvidence) -> Score? {
        guard let rise = evidence.heartRateRise else { return nil }
        var parts = [part(rise, unit: weights.heartRateUnit)]
        if let change = evidence.lnRMSSDChange {
            parts.append(held(-change.value, change.deviation, unit: weights.lnRMSSDUnit))
        }
        return Score(parts)
    }

    /// The probability with the interval that the scores' errors leave it. What is wrong with the
    /// model itself is not in the interval.
    public func probability(skin: Score, heart: Score) -> ArousalMeasure? {
        let logit =
            Double.log(weights.prior / (1 - weights.prior)) + weights.offset + skin.value
            + heart.value
        let deviation =
            (skin.deviation * skin.deviation + heart.deviation * heart.deviation).squareRoot()
        return ArousalMeasure(
            Self.logistic(logit), Self.logistic(logit - 1.96 * deviation),
            Self.logistic(logit + 1.96 * deviation))
    }

    private func part(
        _ measure: ArousalMeasure, unit: Double
    ) -> (value: Double, deviation: Double) {
        held(measure.value, measure.deviation, unit: unit)
    }

    private func held(
        _ value: Double, _ deviation: Double, unit: Double
    ) -> (value: Double, deviation: Double) {
        (max(-weights.scoreMax, min(weights.scoreMax, value / unit)), deviation / unit)
    }

    private static func logistic(_ logit: Double) -> Double { 1 / (1 + Double.exp(-logit)) }
}
