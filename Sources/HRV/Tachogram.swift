public import Biosignals
public import DSP

/// NN intervals as an evenly sampled signal, one array per stretch without a gap.
///
/// Each interval stands at the time of the beat that ends it; between them runs a cubic spline with
/// not-a-knot ends, read at 4 Hz from the first end to before the last. Nothing is interpolated
/// across a gap.
public struct Tachogram: Equatable, Sendable {
    public static let rate: Hertz = 4
    /// Samples in a Welch segment: 256 s.
    public static let segmentMax = 1_024

    /// ms at 4 Hz.
    public let stretches: [[Double]]

    public init(of nn: NNIntervals) {
        stretches = nn.stretches.compactMap { stretch in
            guard
                let spline = CubicSpline(
                    x: Array(nn.endSeconds[stretch]), y: Array(nn.milliseconds[stretch]))
            else { return nil }
            let start = nn.endSeconds[stretch.lowerBound]
            let length = nn.endSeconds[stretch.upperBound - 1] - start
            // Longer than any recording: the times are not times.
            guard length < 1e7 else { return nil }
            let count = Int((length * Self.rate.value).rounded(.up))
            return spline.values(from: start, step: 1 / Self.rate.value, count: count)
        }
    }

    /// Welch spectrum, ms²/Hz: Hann window of 256 s with half overlap, averaged over the stretches
    /// that fill it; if none does, of the whole of the longest. Nil under four samples.
    public func spectrum(_ planned: WelchSpectrum? = nil) -> PowerSpectrum? {
        let longest = stretches.map(\.count).max() ?? 0
        guard longest >= 4 else { return nil }
        let segment = min(longest, Self.segmentMax)
        if let planned, planned.segment == segment { return planned.spectrum(of: stretches) }
        return WelchSpectrum(segment: segment, rate: Self.rate).spectrum(of: stretches)
    }
}
