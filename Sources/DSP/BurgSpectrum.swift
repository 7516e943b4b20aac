public import Biosignals
import RealModule

/// An autoregressive model of an evenly sampled series by Burg's method, and its spectrum.
///
/// Input:  stretches of evenly spaced samples, one process; no prediction spans two of them. Their
///         common mean is taken out.
/// Output: one-sided density, the unit squared per Hz, a smooth function of frequency whose integral
///         from 0 Hz to half the rate is the mean square of the series about its mean.
/// Source: Burg (1975), Maximum Entropy Spectral Analysis, Stanford; for several stretches the sums of
///         each stage run over all of them, de Waele & Broersen (2000), doi:10.1109/78.875476.
public struct BurgSpectrum: Equatable, Sendable {
    /// Samples that were predicted from.
    public let count: Int
    public let rate: Hertz
    /// a₁ … a_p of x[n] + a₁·x[n − 1] + … + a_p·x[n − p] = e[n].
    public let coefficients: [Double]
    /// Mean square of e for models of order 0 … p: the first is the variance of the series.
    public let residuals: [Double]

    public var order: Int { coefficients.count }
    /// Mean square of the series about its mean, the unit squared.
    public var variance: Double { residuals[0] }

    /// A series that some lower order predicts but for rounding ends there.
    /// Nil unless some stretch has more than `order` samples and the series is not constant.
    /// - Precondition: `order` is at least 1, `rate` positive and finite.
    public init?(of stretches: [[Double]], order: Int = 16, rate: Hertz) {
        precondition(order >= 1, "A model has an order: \(order).")
        precondition(rate.value > 0 && rate.value.isFinite, "A rate is positive: \(rate).")
        let used = stretches.filter { $0.count > order }
        let count = used.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        let mean = used.reduce(0) { $0 + $1.reduce(0, +) } / Double(count)
        var lattice = BurgLattice(used.map { $0.map { $0 - mean } })
        let variance = lattice.energy / Double(count)
        guard variance.isFinite, variance > 1e-24 * mean * mean, variance > 0 else { return nil }
        var coefficients: [Double] = []
        var residuals = [variance]
        for _ in 0..<order {
            guard let reflection = lattice.reflection() else { break }
            let residual = residuals[residuals.count - 1] * (1 - reflection * reflection)
            guard residual > 1e-13 * variance else { break }
            let mirrored = coefficients.reversed()
            coefficients = zip(coefficients, mirrored).map { $0 + reflection * $1 } + [reflection]
            residuals.append(residual)
            lattice.advance(reflection)
        }
        self.count = count
        self.rate = rate
        self.coefficients = coefficients
        self.residuals = residuals
    }

    /// Density at one frequency, 2·E_p / rate / |1 + Σ a_k·exp(−2πi·k·f / rate)|².
    public func density(at frequency: Hertz) -> Double {
        let angle = 2 * .pi * frequency.value / rate.value
        let (cosine, sine) = (Double.cos(angle), -Double.sin(angle))
        // Horner's scheme in z = exp(−i·angle), from the highest power.
        var (real, imaginary) = (0.0, 0.0)
        for coefficient in coefficients.reversed() {
            let sum = real + coefficient
            (real, imaginary) = (
                sum * cosine - imaginary * sine, sum * sine + imaginary * cosine
            )
        }
        real += 1
        let gain = real * real + imaginary * imaginary
        return 2 * residuals[residuals.count - 1] / rate.value / gain
    }

    /// The density on evenly spaced bins from 0 Hz to half the rate, for pictures and peaks; a narrow
    /// peak may fall between them, so take powers from `power(in:)`.
    /// - Precondition: `bins` is at least 2.
    public func sampled(bins: Int = 1_025) -> PowerSpectrum {
        precondition(bins >= 2, "Bins have a distance.")
        let step = rate.value / 2 / Double(bins - 1)
        return PowerSpectrum(
            resolution: Hertz(step),
            density: (0..<bins).map { density(at: Hertz(Double($0) * step)) }, segmentCount: 1)
    }

    /// Power between two frequencies, the unit squared, to 10⁻⁹ of the variance; nothing lies beyond
    /// half the rate.
    public func power(in band: Range<Double>) -> Double {
        let lower = max(0, band.lowerBound)
        let upper = min(rate.value / 2, band.upperBound)
        guard lower < upper else { return 0 }
        let integral = AdaptiveIntegral(tolerance: 1e-10 * variance) { density(at: Hertz($0)) }
        return integral.value(from: lower, to: upper, panels: 16)
    }

    /// The integral over all frequencies: the variance, by theory and by arithmetic.
    public var total: Double { power(in: 0..<(rate.value / 2)) }

    /// What a higher order must earn.
    public enum Criterion: String, CaseIterable, Sendable {
        /// ln E_p + 2p / N. Source: Akaike (1974), doi:10.1109/TAC.1974.1100705.
        case akaike
        /// ln E_p + p·ln N / N. Source: Schwarz (1978), doi:10.1214/aos/1176344136.
        case schwarz
    }

    /// The order, 0 … p, that a criterion likes best: a diagnostic, for the spectrum keeps its order.
    public func bestOrder(by criterion: Criterion = .akaike) -> Int {
        let size = Double(count)
        let cost = criterion == .akaike ? 2 / size : Double.log(size) / size
        func value(_ order: Int) -> Double { .log(residuals[order]) + cost * Double(order) }
        return residuals.indices.min { value($0) < value($1) } ?? 0
    }
}
