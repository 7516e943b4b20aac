import Biosignals
import DSP

/// A spectrum of NN intervals with the choices by which its powers are read off.
struct HRVSpectrum {
    let spectrum: PowerSpectrum
    private let definitions: HRVDefinitions
    /// Lowest frequency that counts, Hz.
    private let lowest: Double
    /// From ms² to the unit of the preset.
    private let factor: Double

    /// - Parameter seconds: length of the series.
    init(
        _ spectrum: PowerSpectrum, _ definitions: HRVDefinitions, seconds: Double,
        of nn: NNIntervals
    ) {
        self.spectrum = spectrum
        self.definitions = definitions
        lowest = definitions.lowest == .none ? 0 : Self.fourPeriods(spectrum, definitions, seconds)
        factor =
            switch definitions.scale {
            case .squareMilliseconds: 1
            case .withoutMeanInterval:
                1_000 * Double(nn.count) / nn.milliseconds.reduce(0, +)
            }
    }

    /// Where whole bins count, halfway below the first that does. With segments of half the series
    /// that is the fourth, whose frequency is the limit itself: only rounding decides whether it
    /// counts, so both are computed in NeuroKit's order.
    private static func fourPeriods(
        _ spectrum: PowerSpectrum, _ definitions: HRVDefinitions, _ seconds: Double
    ) -> Double {
        guard definitions.integration != .exact else { return 4 / seconds }
        let rate = definitions.resampling.rate
        let limit = 2 * rate / ((seconds * rate).rounded() / 2)
        let length = (rate / spectrum.resolution.value).rounded()
        let step = 1 / (length * (1 / rate))
        let first = spectrum.density.indices.first {
            Double(spectrum.firstBin + $0) * step >= limit
        }
        guard let first else { return 4 / seconds }
        return (Double(spectrum.firstBin + first) - 0.5) * spectrum.resolution.value
    }

    /// Nil where no bin lies in the band or none has any power.
    func power(in band: Range<Double>?) -> Double? {
        guard let band = band.flatMap(clipped) else { return nil }
        let power = factor * spectrum.power(in: band, rule: definitions.integration.rule)
        return power > 0 || lowest == 0 ? power : nil
    }

    func peak(in band: Range<Double>) -> Double? {
        clipped(band).flatMap { spectrum.peak(in: $0)?.value }
    }

    private func clipped(_ band: Range<Double>) -> Range<Double>? {
        lowest < band.upperBound ? max(lowest, band.lowerBound)..<band.upperBound : nil
    }
}

extension HRVDefinitions.Integration {
    var rule: PowerSpectrum.Rule {
        switch self {
        case .exact: .exact
        case .trapezoidsInside: .trapezoids
        case .rectangles: .rectangles
        }
    }
}
