import RealModule

/// How probable it is that skin and heart show activation, from how far both lie above what is
/// usual for the person.
///
/// odds = prior odds · exp(skin + heart + offset), from parts in units that a clear response to a
/// task has, each part and each score held to ±3:
///
/// | score | part | unit | such as |
/// |---|---|---|---|
/// | skin | root of the response rate, 1/min | + 1 | one response a minute to four |
/// | | amplitude per minute (and 0.05 µS) | × 3 | |
/// | | slope of the level, as a share of it | + 5 %/min | |
/// | heart | heart rate | + 5/min | |
/// | | ln RMSSD | − 0.25 | RMSSD down by a fifth |
///
/// skin = mean of the first two + half the slope, which is 0 again once the level is up;
/// heart = mean of what is known.
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
        /// What exactly the usual tells: a little against. Tried on the wrists of `stress_predict`
        /// (six people, 20 to 57 looks, stress against rest weighing alike): logistic fits gave an
        /// offset of −0.4 to 1.5 and a weight of the scores of 0.8 to 2.5, by which looks were let
        /// in; the weight is kept at 1. Too little to be called fitted.
        public var offset = -0.5
        /// Share of still minutes that are taken to be activated before anything is measured: a
        /// convention, no set here has days.
        public var prior = 0.2

        public init() {}
    }

    /// A score and its standard error.
    public struct Score: Equatable, Sendable {
        public let value: Double
        public let deviation: Double

        /// Parts of one channel share their errors: these are added, not averaged away.
        init(_ parts: [Part], most: Double) {
            let sum = parts.reduce(0) { $0 + $1.share * $1.value }
            value = max(-most, min(most, sum))
            deviation = parts.reduce(0) { $0 + $1.share * $1.deviation }
        }
    }

    struct Part {
        let value: Double
        let deviation: Double
        var share = 1.0
    }

    public let weights: Weights

    public init(weights: Weights = Weights()) { self.weights = weights }

    /// Nil where the responses are not known: a level alone is no arousal.
    public func skin(_ evidence: ArousalEvidence) -> Score? {
        guard let rise = evidence.rootRateRise, let now = evidence.amplitude,
            let usual = evidence.usualAmplitude
        else { return nil }
        var parts = [
            part(rise.value, rise.deviation, unit: weights.rateUnit, share: 0.5),
            part(ratio(now, usual), unit: weights.amplitudeUnit, share: 0.5),
        ]
        if let rise = evidence.slopeRise {
            parts.append(part(rise.value, rise.deviation, unit: weights.slopeUnit, share: 0.5))
        }
        return Score(parts, most: weights.scoreMax)
    }

    /// Nil where the heart rate is not known.
    public func heart(_ evidence: ArousalEvidence) -> Score? {
        guard let rise = evidence.heartRateRise else { return nil }
        guard let change = evidence.lnRMSSDChange else {
            return Score(
                [part(rise.value, rise.deviation, unit: weights.heartRateUnit, share: 1)],
                most: weights.scoreMax)
        }
        return Score(
            [
                part(rise.value, rise.deviation, unit: weights.heartRateUnit, share: 0.5),
                part(-change.value, change.deviation, unit: weights.lnRMSSDUnit, share: 0.5),
            ], most: weights.scoreMax)
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

    /// Ln of the ratio of amplitudes, and its error.
    private func ratio(
        _ now: ArousalMeasure, _ usual: ArousalMeasure
    ) -> (value: Double, deviation: Double) {
        let (own, its) = (now.value + weights.amplitudeFloor, usual.value + weights.amplitudeFloor)
        let (error, itsError) = (now.deviation / own, usual.deviation / its)
        return (Double.log(own / its), (error * error + itsError * itsError).squareRoot())
    }

    private func part(
        _ measured: (value: Double, deviation: Double), unit: Double, share: Double
    ) -> Part {
        part(measured.value, measured.deviation, unit: unit, share: share)
    }

    private func part(
        _ value: Double, _ deviation: Double, unit: Double, share: Double
    ) -> Part {
        Part(
            value: max(-weights.scoreMax, min(weights.scoreMax, value / unit)),
            deviation: deviation / unit, share: share)
    }

    private static func logistic(_ logit: Double) -> Double { 1 / (1 + Double.exp(-logit)) }
}
