import Biosignals

/// How far an R time may be off, from what the fit of a complex to its kind leaves over.
///
/// The delay is a weighted sum of the samples, so its variance is the weights' autocorrelation times
/// the noise's, summed over the lags. The noise's is taken from what the fits of the last complexes
/// left over: noise of any colour counts with as much as falls into the band of the complex.
/// In white noise this is the bound of Cramér and Rao, σ² / Σ slope².
struct TimingNoise: Sendable {
    /// Noise that is still alike after this long is baseline, which the fit takes off.
    private static let reach: Seconds = 0.05
    private static let memory = 8.0
    /// One complex says little about its noise; this share of what it says is believed.
    private static let ownShare = 0.5
    /// What reading between samples costs at best, samples.
    private static let readingError = 0.001
    /// Level, trend, gain and delay were taken from the complex.
    private static let unknowns = 4.0

    private let window: QRSWindow
    private var covariance: [Double]
    private var own: [Double]
    private var count = 0.0
    /// A residual, with room after it.
    private var residual: [Double]

    init(window: QRSWindow, rate: Hertz) {
        self.window = window
        covariance = Array(repeating: 0, count: 1 + Int(Self.reach.value * rate.value))
        own = covariance
        residual = Array(repeating: 0, count: window.size + covariance.count)
    }

    /// - Parameter beat: as it was fitted.
    mutating func learn(_ beat: [Double], _ fit: QRSClass.Fit, of kind: QRSClass) {
        let lateness = -fit.gain * fit.delay
        for place in window.rows {
            let explained =
                fit.gain * kind.shape.row(at: place + QRSClass.lead)
                + fit.trend * window.ramp.row(at: place) + lateness * kind.slope.row(at: place)
            residual.setRow(at: place, to: beat.row(at: place) - explained)
        }
        count = min(count + 1, Self.memory)
        let degrees = max(1, Double(window.count) - Self.unknowns - 1) / Double(window.count)
        for lag in own.indices {
            own[lag] = product(residual, lag: lag) / Double(window.count - lag) / degrees
            covariance[lag] += (own[lag] - covariance[lag]) / count
        }
    }

    /// Standard deviation, samples.
    func positionSD(of fit: QRSClass.Fit, kind: QRSClass) -> Double {
        var (typical, here) = (0.0, 0.0)
        for lag in own.indices {
            let weight = product(kind.slope, lag: lag) * (lag == 0 ? 1 : 2)
            typical += weight * covariance[lag]
            here += weight * own[lag]
        }
        let scale = fit.gain * kind.slopeEnergy
        let variance = max(typical, Self.ownShare * here, 0) / (scale * scale)
        return (variance + Self.readingError * Self.readingError).squareRoot()
    }

    private func product(_ values: [Double], lag: Int) -> Double {
        var sum = 0.0
        for place in 0..<(window.count - lag) { sum += values[place] * values[place + lag] }
        return sum
    }
}
