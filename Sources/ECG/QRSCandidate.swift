/// A place that may be a QRS complex, with what the detectors say of it.
struct QRSCandidate: Sendable {
    /// Of the energy statistic, in the detector's samples.
    var index: Int
    /// Energy there.
    var height: Double
    /// The steepest place, up or down, within the complex.
    var slope: Double
    /// Whether it goes up and down.
    var isTwoSided: Bool
    /// Likeness to the running QRS, and the sample at which that fits best.
    var likeness: Double
    var likenessIndex: Int
    /// See `QRSEvidence`; with the noise level when it was weighed.
    var weight = 0.0
    var noise = 0.0
    var isAccepted = false
}
