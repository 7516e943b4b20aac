import Biosignals
import DSP

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
        case .halfTheSeries: half(longest)
        }
    }

    /// Half the samples. Now and then rounding makes it one fewer, and where that is odd or even
    /// decides on a segment more: computed in NeuroKit's order, two periods of the lowest frequency.
    private func half(_ samples: Int) -> Int {
        let rate = definitions.resampling.rate
        let lowest = 2 * rate / (Double(samples) / 2)
        return max(2, min(Int(2 / lowest * rate), samples / 2))
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
