import Biosignals

/// How far an R time may be off, from what the fit of a complex to its kind leaves over.
///
/// The delay is a weighted sum of the samples, so its variance is the weights' autocorrelation times
/// the noise's, summed over the lags. The noise's is taken from what the fit left over, so noise of
/// any colour counts with as much as falls into the band of the complex, and the median of the last
/// nine complexes is what is believed. In white noise that is the bound of Cramér and Rao,
/// σ² / Σ slope².
struct TimingNoise: Sendable {
    /// Noise that is still alike after this long is baseline, which the fit takes off.
    private static let reach: Seconds = 0.05
    /// One complex says little about its noise; this share of what it says is believed.
    private static let ownShare = 0.5
    /// From the median of mean squares of about ten independent values to their mean.
    private static let medianScale = 1.1
    /// What reading between samples costs at best, samples.
    private static let readingError = 0.001
    /// Level, trend, gain and delay were taken from the complex, and the mean.
    private static let unknowns = 5.0
    private static let memory = 9

    private let window: QRSWindow
    private let lags: Int
    /// What was left over and the slope, each with nothing after it.
    private var residual: [Double]
    private var slope: [Double]
    /// Noise of the last complexes, as the mean square of white noise that does as much harm.
    private var recent: [Double] = []
    private var next = 0

    init(window: QRSWindow, rate: Hertz) {
        self.window = window
        lags = Int(Self.reach.value * rate.value)
        residual = Array(repeating: 0, count: window.size + lags + 8)
        slope = residual
        recent.reserveCapacity(Self.memory)
    }

    /// Standard deviation of the delay, samples.
    /// - Parameter beat: as it was fitted.
    @inline(__always)  // A call would copy the class, and count its arrays.
    mutating func learn(_ beat: [Double], _ fit: QRSClass.Fit, of kind: QRSClass) -> Double? {
        guard fit.gain > 0, kind.slopeEnergy > 0 else { return nil }
        takeResidual(of: beat, fit, kind)
        let degrees = max(1, Double(window.count) - Self.unknowns) / Double(window.count)
        var sum = 0.0
        for lag in 0...lags {
            let covariance = product(residual, lag: lag) / Double(max(1, window.count - lag))
            sum += (lag == 0 ? 1 : 2) * covariance * product(slope, lag: lag)
        }
        let own = max(0, sum / (degrees * kind.slopeEnergy))
        if recent.count < Self.memory { recent.append(own) } else { recent[next] = own }
        next = next + 1 == Self.memory ? 0 : next + 1
        let variance =
            max(Self.medianScale * median, Self.ownShare * own)
            / (fit.gain * fit.gain * kind.slopeEnergy)
        return (variance + Self.readingError * Self.readingError).squareRoot()
    }

    @inline(__always)
    private mutating func takeResidual(
        of beat: [Double], _ fit: QRSClass.Fit, _ kind: QRSClass
    ) {
        let lateness = -fit.gain * fit.delay
        for place in window.rows {
            let row = kind.slope.row(at: place)
            let explained =
                fit.gain * kind.shape.row(at: place + QRSClass.lead)
                + fit.trend * window.ramp.row(at: place) + lateness * row
            residual.setRow(at: place, to: beat.row(at: place) - explained)
            slope.setRow(at: place, to: row)
        }
    }

    private func product(_ values: [Double], lag: Int) -> Double {
        var sum = SIMD8<Double>.zero
        for place in window.rows { sum += values.row(at: place) * values.row(at: place + lag) }
        return sum.sum()
    }

    private var median: Double {
        var sorted = InlineArray<9, Double>(repeating: .infinity)
        for (index, value) in recent.enumerated() {
            var place = index
            while place > 0, sorted[place - 1] > value {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = value
        }
        return (sorted[(recent.count - 1) / 2] + sorted[recent.count / 2]) / 2
    }
}
