import Biosignals
import DSP
import RealModule

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

/// Makes spectra by one set of definitions. A value: what can be planned is planned once.
struct HRVSpectrumMaker: Sendable {
    private let definitions: HRVDefinitions
    private let planned: WelchSpectrum?

    init(_ definitions: HRVDefinitions) {
        self.definitions = definitions
        guard definitions.estimator == .welch, case .seconds(let seconds) = definitions.window
        else {
            planned = nil
            return
        }
        let segment = max(2, Int(seconds * definitions.resampling.rate))
        planned = Self.welch(segment, definitions)
    }

    /// - Parameters:
    ///   - nn: the intervals as they are.
    ///   - series: the same after what the definitions say about trend and gaps.
    func spectrum(of nn: NNIntervals, series: NNIntervals) -> HRVSpectrum? {
        switch definitions.estimator {
        case .welch: welch(definitions.gaps == .bridged ? nn.bridged : nn)
        case .lomb(let step, let end): lomb(series, step: step, end: end)
        }
    }

    private func lomb(_ nn: NNIntervals, step: Double, end: Double) -> HRVSpectrum? {
        let covered = Seconds(nn.milliseconds.reduce(0, +) / 1_000)
        guard let first = nn.endSeconds.first, let last = nn.endSeconds.last, last > first,
            let spectrum = LombScargle(frequencyMax: Hertz(end), resolution: Hertz(step))
                .spectrum(seconds: nn.endSeconds, values: nn.milliseconds, covered: covered)
        else { return nil }
        return HRVSpectrum(spectrum, definitions, seconds: last - first, of: nn)
    }

    private func welch(_ nn: NNIntervals) -> HRVSpectrum? {
        let rate = definitions.resampling.rate
        var stretches = resampled(nn)
        if case .smoothnessPriors(let lambda) = definitions.trend {
            stretches = stretches.map(SmoothnessPriors(lambda: lambda).detrended)
        }
        let longest = stretches.map(\.count).max() ?? 0
        guard longest >= 4 else { return nil }
        if definitions.centring == .series { stretches = stretches.map(Self.centred) }
        let segment = segment(longest)
        let welch =
            planned.flatMap { $0.segment == segment ? $0 : nil }
            ?? Self.welch(segment, definitions)
        return welch.spectrum(of: stretches).map {
            HRVSpectrum($0, definitions, seconds: Double(longest) / rate, of: nn)
        }
    }

    private func resampled(_ nn: NNIntervals) -> [[Double]] {
        switch definitions.resampling {
        case .cubic(let rate): Tachogram(of: nn, rate: Hertz(rate)).stretches
        case .quadratic(let rate): nn.stretches.compactMap { nn.quadratic($0, rate: rate) }
        }
    }

    private func segment(_ longest: Int) -> Int {
        switch definitions.window {
        case .seconds: min(longest, planned?.segment ?? longest)
        case .halfTheSeries: longest / 2
        }
    }

    private static func welch(_ segment: Int, _ definitions: HRVDefinitions) -> WelchSpectrum {
        WelchSpectrum(
            segment: segment, rate: Hertz(definitions.resampling.rate),
            fftLength: definitions.padding == .twice ? 2 * segment : nil,
            detrend: definitions.centring == .segment ? .mean : .none)
    }

    private static func centred(_ samples: [Double]) -> [Double] {
        let mean = samples.reduce(0, +) / Double(samples.count)
        return samples.map { $0 - mean }
    }
}

extension HRVDefinitions.Resampling {
    /// Hz
    var rate: Double {
        switch self {
        case .cubic(let rate), .quadratic(let rate): rate
        }
    }
}

extension NNIntervals {
    /// Most samples of a stretch: more would take longer times than recordings have.
    private static let samplesMax = 4e7

    /// A stretch read off its quadratic spline, from the first end to the first sample at or after the
    /// last.
    fileprivate func quadratic(_ stretch: Range<Int>, rate: Double) -> [Double]? {
        guard
            let spline = QuadraticSpline(
                x: Array(endSeconds[stretch]), y: Array(milliseconds[stretch]))
        else { return nil }
        let start = endSeconds[stretch.lowerBound]
        let count =
            ((endSeconds[stretch.upperBound - 1] + 1 / rate - start) * rate).rounded(.up)
        guard count < Self.samplesMax else { return nil }
        return spline.values(from: start, step: 1 / rate, count: Int(count))
    }

    /// The same intervals, each said to follow the one before it.
    var bridged: NNIntervals {
        var bridged = self
        for index in followsPrevious.indices { bridged.followsPrevious[index] = index > 0 }
        return bridged
    }

    /// The same intervals less their slow trend, their mean kept; a stretch too short to have one
    /// loses nothing.
    func detrended(lambda: Double, rate: Double) -> NNIntervals {
        let priors = SmoothnessPriors(lambda: lambda)
        var rest = self
        let level = TimeDomain.mean(milliseconds) ?? 0
        for stretch in stretches {
            let seconds = Array(endSeconds[stretch])
            guard stretch.count >= 4, let first = seconds.first, let last = seconds.last,
                (last - first) * rate < Self.samplesMax,
                let spline = CubicSpline(x: seconds, y: Array(milliseconds[stretch]))
            else { continue }
            let count = Int(((last - first) * rate).rounded(.down)) + 1
            let trend = priors.trend(
                of: spline.values(from: first, step: 1 / rate, count: count))
            for index in stretch {
                // The trend is so slow that a line between its samples follows it.
                let place = (endSeconds[index] - first) * rate
                let before = max(0, min(Int(place), count - 2))
                let share = place - Double(before)
                let value = trend[before] * (1 - share) + trend[before + 1] * share
                rest.milliseconds[index] += level - value
            }
        }
        return rest
    }
}
