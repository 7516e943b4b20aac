import RealModule

/// Weighs what the two detectors say of one candidate: the logarithm of how much likelier it is
/// under a QRS complex than under noise.
///
/// Either detector's noise is learnt from the candidates that were turned down, so the one that noise
/// leaves apart from the complexes decides: the energy detector on clean signals, wide ectopic beats
/// and all; the matched filter where electrode motion has energy in the QRS's own band.
/// Source: the ratio of likelihoods of Neyman & Pearson (1933), doi:10.1098/rsta.1933.0009, with
///         normal densities of the energy's logarithm and of the likeness.
/// Differs: either detector's word is bounded, the matched filter's against a candidate most of all,
///         because an ectopic beat has another shape. The deviations are fixed; only the means of the
///         noise are learnt. Fitted on the same records as `QRSRules`.
struct QRSEvidence: Sendable {
    private static let heightDeviation = 0.5
    private static let heightNoiseDeviation = 0.7
    private static let heightBounds = -8.0...6.0
    private static let likenessDeviation = 0.2
    private static let likenessNoiseDeviation = 0.25
    private static let likenessBounds = -2.5...5.0
    /// Of the noise's deviation over that of a QRS, the logarithm.
    private static let heightSpread = Double.log(heightNoiseDeviation / heightDeviation)
    private static let likenessSpread = Double.log(likenessNoiseDeviation / likenessDeviation)
    /// Energy of the noise over that of a typical QRS, logarithm: to begin with, and where it is as
    /// good as quiet.
    private static let quietHeight = -2.5
    private static let noisiestHeight = -0.5
    /// How much one candidate moves a mean, and from how many deviations on it moves it no further.
    private static let share = 0.1
    private static let surpriseMax = 2.5

    private var heightMean = Self.quietHeight
    private var likenessMean = 0.05

    /// - Parameters:
    ///   - height: energy over that of a typical QRS.
    ///   - likeness: to the running QRS; nil while there is none.
    func weight(height: Double, likeness: Double?) -> Double {
        let own = Double.log(max(height, 1e-3))
        let energy =
            Self.ratio(
                own, expected: 0, Self.heightDeviation, noise: heightMean, Self.heightNoiseDeviation
            )
            + Self.heightSpread
        let word = min(max(energy, Self.heightBounds.lowerBound), Self.heightBounds.upperBound)
        guard let likeness else { return word }
        let shape =
            Self.ratio(
                likeness, expected: 1, Self.likenessDeviation, noise: likenessMean,
                Self.likenessNoiseDeviation) + Self.likenessSpread
        return word
            + min(max(shape, Self.likenessBounds.lowerBound), Self.likenessBounds.upperBound)
    }

    /// Takes a candidate that was turned down into the noise.
    mutating func learnNoise(height: Double, likeness: Double?) {
        Self.move(&heightMean, towards: Double.log(max(height, 1e-3)), Self.heightNoiseDeviation)
        if let likeness { Self.move(&likenessMean, towards: likeness, Self.likenessNoiseDeviation) }
    }

    /// 0 in quiet, 1 for noise nearly as high as the complexes.
    var noiseLevel: Double {
        let span = Self.noisiestHeight - Self.quietHeight
        return max(0, min(1, (heightMean - Self.quietHeight) / span))
    }

    /// Log density under a QRS less that under noise, but for the deviations' ratio. More than expected is as good as expected, less
    /// than the noise's mean is noise.
    private static func ratio(
        _ value: Double, expected: Double, _ deviation: Double, noise: Double,
        _ noiseDeviation: Double
    ) -> Double {
        let short = min(0, value - expected) / deviation
        let above = max(0, value - noise) / noiseDeviation
        return 0.5 * (above * above - short * short)
    }

    private static func move(_ mean: inout Double, towards value: Double, _ deviation: Double) {
        let limit = surpriseMax * deviation
        mean += share * max(-limit, min(limit, value - mean))
    }
}
