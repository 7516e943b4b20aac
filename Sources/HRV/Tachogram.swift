public import Biosignals
public import DSP

/// NN intervals as an evenly sampled signal, one array per stretch without a gap.
///
/// Each interval stands at the time of the beat that ends it; between them runs a cubic spline with
/// not-a-knot ends, read from the first end to before the last, at 4 Hz unless told otherwise.
/// Nothing is interpolated across a gap.
public struct Tachogram: Equatable, Sendable {
    public static let rate: Hertz = 4
    /// Samples in a Welch segment at 4 Hz: 256 s.
    public static let segmentMax = 1_024
    /// Most samples a stretch may have: more would take longer times than recordings have.
    static let samplesMax = 4e7

    /// ms, at `rate`.
    public let stretches: [[Double]]
    public let rate: Hertz

    /// - Precondition: `rate` is positive and finite.
    public init(of nn: NNIntervals, rate: Hertz = Self.rate) {
        precondition(rate.value > 0 && rate.value.isFinite, "A rate is positive: \(rate).")
        self.rate = rate
        stretches = nn.stretches.compactMap { stretch in
            guard
                let spline = CubicSpline(
                    x: Array(nn.endSeconds[stretch]), y: Array(nn.milliseconds[stretch]))
            else { return nil }
            let start = nn.endSeconds[stretch.lowerBound]
            let length = nn.endSeconds[stretch.upperBound - 1] - start
            // Longer than any recording: the times are not times.
            guard length * rate.value < Self.samplesMax else { return nil }
            let count = Int((length * rate.value).rounded(.up))
            return spline.values(from: start, step: 1 / rate.value, count: count)
        }
    }

    private init(stretches: [[Double]], rate: Hertz) {
        self.stretches = stretches
        self.rate = rate
    }

    /// The same signal with the slow trend of each stretch taken out.
    public func detrended(_ priors: SmoothnessPriors) -> Tachogram {
        Tachogram(stretches: stretches.map(priors.detrended), rate: rate)
    }

    /// Welch spectrum, ms²/Hz: Hann window of 256 s with half overlap, averaged over the stretches
    /// that fill it; if none does, of the whole of the longest. Nil under four samples.
    public func spectrum(_ planned: WelchSpectrum? = nil) -> PowerSpectrum? {
        let longest = stretches.map(\.count).max() ?? 0
        guard longest >= 4 else { return nil }
        let segment = min(longest, Int(256 * rate.value))
        if let planned, planned.segment == segment, planned.rate == rate {
            return planned.spectrum(of: stretches)
        }
        return WelchSpectrum(segment: max(2, segment), rate: rate).spectrum(of: stretches)
    }
}
