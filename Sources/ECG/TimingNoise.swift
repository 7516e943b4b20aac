/// How far an R time may be off, from what the fit of a complex to its kind leaves over.
struct TimingNoise: Sendable {
    private static let memory = 8.0
    private var mean = 0.0
    private var count = 0.0

    /// - Parameter residual: mean square of what a fit left over.
    mutating func learn(_ residual: Double) {
        count = min(count + 1, Self.memory)
        mean += (residual - mean) / count
    }

    /// Standard deviation, samples.
    func positionSD(of fit: QRSClass.Fit, kind: QRSClass) -> Double {
        (max(mean, fit.residual) * kind.delayVariance(gain: fit.gain)).squareRoot()
    }
}
