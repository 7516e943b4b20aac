public import Biosignals
import RealModule

/// The Lomb–Scargle periodogram: a density spectrum of samples taken at uneven times, as they are.
///
/// Input:  times in seconds, increasing, and one value each; gaps may be of any length.
/// Output: one-sided density, the unit squared per Hz, from the first bin above 0 Hz to the first at
///         or above `frequencyMax`: 2·T / N times the classic power of the values less their mean,
///         so that over all frequencies it integrates to their variance. T is the time that the
///         samples cover: with gaps less than from the first to the last, or every wave would gain
///         what the gaps add to T.
/// Cost:   N times bins added up for short series; beyond 2¹⁴ of these a non-equispaced fast
///         Fourier transform, which agrees with the sum to 10⁻⁹ of the highest bin.
/// Source: Lomb (1976), doi:10.1007/BF00648343; Scargle (1982), doi:10.1086/160554. The sums as in
///         Press & Rybicki (1989), doi:10.1086/167197. Differs: they are gathered by `NonuniformFourier`,
///         not by extirpolation, whose error is larger.
public struct LombScargle: Equatable, Sendable {
    public enum Method: String, CaseIterable, Sendable {
        case automatic, direct, fast
    }

    /// Most frequencies a spectrum may have: a series whose times ask for more is none.
    static let binsMax = 1 << 22

    private enum Grid: Equatable {
        case oversampled(Double)
        case fixed(Hertz)
    }

    public let frequencyMax: Hertz
    private let grid: Grid

    /// Bins at multiples of 1 / (oversampling · T).
    /// - Precondition: both are positive and finite.
    public init(frequencyMax: Hertz = 0.5, oversampling: Double = 1) {
        precondition(oversampling > 0 && oversampling.isFinite, "Bins have a distance.")
        precondition(frequencyMax.value > 0 && frequencyMax.value.isFinite, "A band has a width.")
        self.frequencyMax = frequencyMax
        grid = .oversampled(oversampling)
    }

    /// Bins at multiples of `resolution`, whatever the length of the series.
    /// - Precondition: both are positive and finite.
    public init(frequencyMax: Hertz, resolution: Hertz) {
        precondition(resolution.value > 0 && resolution.value.isFinite, "Bins have a distance.")
        precondition(frequencyMax.value > 0 && frequencyMax.value.isFinite, "A band has a width.")
        self.frequencyMax = frequencyMax
        grid = .fixed(resolution)
    }

    /// Nil under four samples, or without a span of time.
    /// - Parameter covered: the time the samples stand for; from the first to the last if nil.
    /// - Precondition: one time a value.
    public func spectrum(
        seconds: [Double], values: [Double], covered: Seconds? = nil, method: Method = .automatic
    ) -> PowerSpectrum? {
        precondition(seconds.count == values.count, "One time a value.")
        guard seconds.count >= 4, let start = seconds.first, let end = seconds.last,
            end - start > 0, (end - start).isFinite
        else { return nil }
        let step =
            switch grid {
            case .oversampled(let factor): 1 / (factor * (end - start))
            case .fixed(let resolution): resolution.value
            }
        let wanted = (frequencyMax.value / step).rounded(.up)
        guard wanted >= 1, wanted <= Double(Self.binsMax) else { return nil }
        let bins = Int(wanted)
        let mean = values.reduce(0, +) / Double(values.count)
        let series = Series(
            turns: seconds.map { ($0 - start) * step }, values: values.map { $0 - mean })
        let isFast =
            method == .fast || (method == .automatic && bins * values.count > 1 << 14)
        var density = isFast ? series.fastPowers(bins) : series.powers(bins)
        let scale = 2 * (covered?.value ?? end - start) / Double(values.count)
        for bin in density.indices { density[bin] *= scale }
        return PowerSpectrum(
            resolution: Hertz(step), density: density, segmentCount: 1, firstBin: 1)
    }
}

/// Samples at places counted in turns of the first bin's frequency.
private struct Series {
    let turns: [Double]
    let values: [Double]

    /// Steps after which a rotated phasor is made afresh, so that rounding cannot pile up.
    private static let lap = 64

    /// Classic powers of bins 1…`bins`, added up sample by sample.
    func powers(_ bins: Int) -> [Double] {
        // Σ y·cos, Σ y·sin, Σ cos 2ωt and Σ sin 2ωt of each bin, the angle turned on bin by bin.
        var sums = [SIMD4<Double>](repeating: .zero, count: bins)
        for index in turns.indices {
            let angle = 2 * .pi * turns[index]
            let (stepCosine, stepSine) = (Double.cos(angle), Double.sin(angle))
            var (cosine, sine) = (stepCosine, stepSine)
            for bin in 0..<bins {
                if bin % Self.lap == 0 {
                    let turn = turns[index] * Double(bin + 1)
                    let angle = 2 * .pi * (turn - turn.rounded(.down))
                    (cosine, sine) = (.cos(angle), .sin(angle))
                }
                sums[bin] += SIMD4(
                    values[index] * cosine, values[index] * sine,
                    cosine * cosine - sine * sine, 2 * cosine * sine)
                (cosine, sine) = (
                    cosine * stepCosine - sine * stepSine, sine * stepCosine + cosine * stepSine
                )
            }
        }
        return sums.map { power($0[0], $0[1], $0[2], $0[3]) }
    }

    /// The same by fast Fourier transform.
    func fastPowers(_ bins: Int) -> [Double] {
        func fraction(_ turn: Double) -> Double {
            let rest = turn - turn.rounded(.down)
            return rest < 1 ? rest : 0
        }
        let fourier = NonuniformFourier(modes: bins)
        let once = fourier.sums(turns.map(fraction), values)
        let twice = fourier.sums(turns.map { fraction(2 * $0) }, nil)
        return (0..<bins).map {
            power(once.cosines[$0], once.sines[$0], twice.cosines[$0], twice.sines[$0])
        }
    }

    /// Half the squared sums along the axes on which sine and cosine are orthogonal, each over its own
    /// energy.
    private func power(
        _ cosine: Double, _ sine: Double, _ doubleCosine: Double, _ doubleSine: Double
    ) -> Double {
        let count = Double(values.count)
        let length = (doubleCosine * doubleCosine + doubleSine * doubleSine).squareRoot()
        let (halfCosine, halfSine) = halfAngle(doubleCosine, doubleSine, length)
        let along = cosine * halfCosine + sine * halfSine
        let across = sine * halfCosine - cosine * halfSine
        var power = along * along / (count + length)
        // Where every sample stands on the same phase there is nothing across it but rounding.
        if count - length > 1e-9 * count { power += across * across / (count - length) }
        return power
    }
    /// cos ωτ and sin ωτ of the angle 2ωτ: the larger from a root, the smaller from the larger, so that
    /// neither loses digits.
    private func halfAngle(
        _ doubleCosine: Double, _ doubleSine: Double, _ length: Double
    ) -> (cosine: Double, sine: Double) {
        guard length > 0 else { return (1, 0) }
        let larger = ((1 + abs(doubleCosine) / length) / 2).squareRoot()
        let smaller = doubleSine / length / (2 * larger)
        return doubleCosine >= 0 ? (larger, smaller) : (smaller, larger)
    }
}
