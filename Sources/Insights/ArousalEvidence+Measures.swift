import Biosignals
import RealModule

/// From windows to numbers with intervals.
extension ArousalEvidence {
    /// Minute follows minute: heart rates and counts of seated wrists correlate by 0.5 from one to
    /// the next (0.49 and 0.46 on the six people of `stress_predict`), so that a mean of many is as
    /// sure as one of a third of them.
    private static let inflation = 3.0
    /// Windows in the look without which there is no spread.
    private static let windowsMin = 3
    /// Standard error of a median over that of a mean, of normal values.
    private static let medianError = 1.2533
    private static let driftMinutesMin = 10.0
    /// What a minute's value is off by at the least: 1/min, ln of ms, share of the level per minute.
    private static let heartRateError = 1.0
    private static let lnRMSSDError = 0.1
    private static let slopeError = 0.005
    /// The least amplitude of a response, µS (Boucsein et al. 2012 name 0.01 to 0.05).
    private static let amplitudeMin = 0.02

    mutating func addSkin(_ parts: ArousalParts) {
        let now = Self.tally(parts.skin)
        let usual = Self.tally(parts.usualSkin)
        responseCount = now.count
        responseRate = ArousalStatistics.rate(count: now.count, minutes: now.minutes)
        let extra = 1 + Self.inflation * (Self.dispersion(parts.usualSkin) - 1)
        usualResponseRate = ArousalStatistics.rate(
            count: usual.count, minutes: usual.minutes, dispersion: extra)
        if now.minutes > 0, usual.minutes > 0 {
            // The root of a Poisson count has the variance 1/4, whatever its mean.
            let variance = 0.25 / now.minutes + 0.25 * extra / usual.minutes
            rootRateRise = ArousalMeasure(
                (Double(now.count) / now.minutes).squareRoot()
                    - (Double(usual.count) / usual.minutes).squareRoot(),
                deviation: variance.squareRoot())
        }
        amplitude = Self.amplitude(now, dispersion: 1)
        usualAmplitude = Self.amplitude(usual, dispersion: extra)
        let slopes = parts.skin.compactMap { $0.skin?.relativeSlope }
        let usualSlopes = parts.usualSkin.compactMap { $0.skin?.relativeSlope }
        slopeRise = Self.rise(slopes, over: usualSlopes, error: Self.slopeError)
        let recent = parts.recentSkin.filter { $0.skin?.relativeSlope != nil }
        if recent.reduce(0, { $0 + $1.minutes }) >= Self.driftMinutesMin {
            drift = ArousalStatistics.median(recent.compactMap { $0.skin?.relativeSlope })
        }
    }

    mutating func addHeart(_ parts: ArousalParts) {
        let rates = parts.heart.compactMap { $0.heart?.heartRate?.value }
        let usual = parts.usualHeart.compactMap { $0.heart?.heartRate?.value }
        heartRate = Self.middle(rates, error: Self.heartRateError)
        usualHeartRate = Self.usual(usual, error: Self.heartRateError)
        heartRateRise = Self.rise(rates, over: usual, error: Self.heartRateError)
        lnRMSSDChange = Self.rise(
            parts.heart.compactMap { $0.heart?.lnRMSSD },
            over: parts.usualHeart.compactMap { $0.heart?.lnRMSSD }, error: Self.lnRMSSDError)
        heartChannel = parts.heart.last?.heart?.channel
    }

    static func warming(_ parts: ArousalParts) -> Double? {
        guard
            let now = ArousalStatistics.mean(parts.warmth.compactMap { $0.skinTemperature?.value }),
            let usual = ArousalStatistics.median(
                parts.usualWarmth.compactMap { $0.skinTemperature?.value })
        else { return nil }
        return now - usual
    }

    private struct Tally {
        var count = 0
        var sum = 0.0
        var squares = 0.0
        /// Usable.
        var minutes = 0.0
    }

    private static func tally(_ windows: [ArousalWindow]) -> Tally {
        windows.reduce(into: Tally()) { tally, window in
            guard let skin = window.skin else { return }
            tally.count += skin.responses
            tally.sum += skin.amplitudeSum
            tally.squares += skin.amplitudeSquares
            tally.minutes += window.minutes * skin.usable
        }
    }

    /// Variance over mean of the windows' counts, at least 1.
    private static func dispersion(_ windows: [ArousalWindow]) -> Double {
        let counts = windows.compactMap { $0.skin.map { Double($0.responses) } }
        guard let mean = ArousalStatistics.mean(counts), mean > 0,
            let deviation = ArousalStatistics.deviation(counts)
        else { return 1 }
        return max(1, deviation * deviation / mean)
    }

    /// A sum of Poisson many amplitudes has the variance of the sum of their squares; on a
    /// logarithmic scale, where no amplitude is negative.
    private static func amplitude(_ tally: Tally, dispersion: Double) -> ArousalMeasure? {
        guard tally.minutes > 0 else { return nil }
        guard tally.sum > 0 else {
            return ArousalStatistics.rate(count: 0, minutes: tally.minutes).flatMap {
                ArousalMeasure(0, 0, amplitudeMin * $0.interval95.upperBound)
            }
        }
        let share = (dispersion * tally.squares).squareRoot() / tally.sum
        let value = tally.sum / tally.minutes
        return ArousalMeasure(
            value, value * Double.exp(-1.96 * share), value * Double.exp(1.96 * share))
    }

    /// The middle of the look's windows: one minute of lost pulses does not move it far.
    ///
    /// - Parameter error: of one window's value at the least; equal values are no proof of none.
    private static func middle(_ values: [Double], error: Double) -> ArousalMeasure? {
        guard values.count >= windowsMin, let middle = ArousalStatistics.median(values),
            let spread = ArousalStatistics.robustDeviation(values)
        else { return nil }
        return ArousalMeasure(
            middle,
            deviation: medianError * max(error, spread) / Double(values.count).squareRoot(),
            times: ArousalStatistics.quantile(freedom: values.count - 1))
    }

    private static func usual(_ values: [Double], error: Double) -> ArousalMeasure? {
        guard values.count >= windowsMin, let middle = ArousalStatistics.median(values),
            let spread = ArousalStatistics.robustDeviation(values)
        else { return nil }
        let share = (inflation / Double(values.count)).squareRoot()
        return ArousalMeasure(middle, deviation: medianError * max(error, spread) * share)
    }

    private static func rise(
        _ now: [Double], over values: [Double], error: Double
    ) -> ArousalMeasure? {
        guard let middle = middle(now, error: error), let usual = usual(values, error: error)
        else { return nil }
        let own = middle.value - middle.interval95.lowerBound
        let its = usual.interval95.upperBound - usual.value
        let half = (own * own + its * its).squareRoot()
        let rise = middle.value - usual.value
        return ArousalMeasure(rise, rise - half, rise + half)
    }
}
