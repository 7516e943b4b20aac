import Biosignals
import Sedentary

extension ConfidenceModel where Inputs == StationaryInputs {
    /// The probability that everything a break's insight states is true at once, from joint draws of
    /// the bout's epochs, the trend's interval and posture, corrected by a calibration
    /// that knows how even the bout's minutes are.
    /// - Parameters:
    ///   - seed: with the time of the evaluation it makes the draws; the same inputs give the same.
    ///   - breakSteps: the rule's own setting: steps within a minute that end a bout.
    ///   - calibration: nil: the confidence is an uncalibrated model's.
    public static func jointDraws(
        seed: UInt64 = 1, breakSteps: Double = StationaryRule.Settings().breakSteps,
        calibration: Insights.Calibration? = .stationary
    ) -> ConfidenceModel {
        ConfidenceModel(
            joint: { propositions, inputs in
                var generator = SplitMix64(
                    seed: seed &+ UInt64(max(0, min(1e15, inputs.now.value * 1_000))))
                return JointDraws.probability(
                    of: propositions, given: inputs, breakSteps: breakSteps, using: &generator)
            },
            calibration: { raw, inputs, _ in
                calibration.map {
                    let unrest = inputs.unrest(breakSteps: breakSteps)
                    return Calibrated(
                        probability: $0.apply(raw, unrest: unrest), id: $0.id, count: $0.count)
                }
            })
    }
}

extension JointDraws {
    /// What was drawn for nobody in particular: the stationary share of a trend's span.
    private static let shareQuantity = "stationary_share"

    /// That all hold; nil while no bout lasts. What is not drawn is taken as independent.
    static func probability(
        of propositions: [Proposition], given inputs: StationaryInputs, breakSteps: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Double? {
        guard let bout = inputs.bout(breakSteps: breakSteps) else { return nil }
        var draws = JointDraws()
        draws.drawStationaryTime(
            of: inputs.minutes.map { $0.judged(breakSteps: breakSteps) }, since: bout.start,
            within: inputs.trend.map { ($0.span, shareQuantity) }, using: &generator)
        var alone = 1.0
        var statements: [(quantity: String, holds: (Double) -> Bool)] = []
        for proposition in propositions {
            switch proposition.quantity {
            case "stationary_time": break
            case "hrv_trend":
                guard let trend = inputs.trend else { return nil }
                // What was seen of the span before the bout is no part of these epochs.
                draws.drawChange(
                    proposition.quantity, value: trend.percent, interval95: trend.interval95,
                    whileStationary: shareQuantity, shareMin: TrendFinding.coverageMin,
                    using: &generator)
            case "sitting":
                draws.drawTruth(
                    proposition.quantity, probability: proposition.probability,
                    using: &generator)
            default:
                alone *= proposition.probability
                continue
            }
            statements.append((proposition.quantity, proposition.holds))
        }
        return draws.probability(statements).map { $0 * alone }
    }
}
