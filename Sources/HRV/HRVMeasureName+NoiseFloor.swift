import Biosignals
import RealModule

extension HRVMeasureName {
    /// What the measure would be of a heart as regular as a clock, if the beats' times carried
    /// independent errors of SD σ; nil where that is not a limit below which nothing is known.
    ///
    /// An interval errs by e(k) − e(k−1), variance 2σ²; a difference of neighbours by
    /// e(k) − 2e(k−1) + e(k−2), 6σ²; the sum of two neighbours by e(k) − e(k−2), 2σ². Hence SDNN √2σ,
    /// RMSSD and SDSD √6σ, SD1 √3σ, SD2 σ, and pNN50 the normal probability of 50 ms over √6σ.
    /// Powers: see `JitterSpectrum`.
    /// No floor: means (they have no spread), counts, ratios and exponents (they compare two floors),
    /// and the histogram's measures (they depend on where the bins begin).
    /// Source: Merri et al. (1990), IEEE Trans. Biomed. Eng. 37:99, for SDNN and RMSSD; the rest follows.
    func noiseFloor(timingSD: Milliseconds, meanNN: Milliseconds) -> Double? {
        let sigma = timingSD.value
        guard sigma >= 0, sigma.isFinite, meanNN.value > 0, meanNN.value.isFinite else {
            return nil
        }
        let difference = 6.0.squareRoot() * sigma
        switch self {
        case .sdnn, .sdnnIndex: return 2.0.squareRoot() * sigma
        case .rmssd, .sdsd: return difference
        case .lnRMSSD: return sigma > 0 ? .log(difference) : nil
        case .sd1: return 3.0.squareRoot() * sigma
        case .sd2: return sigma
        case .ellipseArea: return .pi * 3.0.squareRoot() * sigma * sigma
        case .cvnn: return 2.0.squareRoot() * sigma / meanNN.value
        case .cvsd: return difference / meanNN.value
        case .pNN50: return Self.share(over: 50, deviation: difference)
        case .pNN20: return Self.share(over: 20, deviation: difference)
        case .vlfPower, .lfPower, .hfPower, .totalPower:
            guard let band = powerBand else { return nil }
            return JitterSpectrum(timingSD: timingSD, meanNN: meanNN).power(in: band)
        default: return nil
        }
    }

    /// The band a power is the integral over; nil for other measures.
    var powerBand: Range<Double>? {
        switch self {
        case .vlfPower: HRVBands.vlf
        case .lfPower: HRVBands.lf
        case .hfPower: HRVBands.hf
        case .totalPower: HRVBands.vlf.lowerBound..<HRVBands.hf.upperBound
        default: nil
        }
    }

    /// Share of a normal variable beyond ± `limit`, %.
    private static func share(over limit: Double, deviation: Double) -> Double {
        deviation > 0 ? 100 * .erfc(limit / (deviation * 2.0.squareRoot())) : 0
    }
}
