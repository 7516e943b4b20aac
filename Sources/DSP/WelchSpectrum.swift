public import Biosignals

/// Welch's method: overlapping segments, each freed of its mean and faded by a window, their
/// periodograms averaged to a one-sided density.
///
/// Input:  stretches of evenly spaced samples; no segment spans two of them.
/// Output: density in the unit squared per Hz on `segment / 2 + 1` bins; the tail of a stretch
///         that does not fill a segment is left out, as in scipy.signal.welch.
/// Source: Welch (1967), doi:10.1109/TAU.1967.1161901.
public struct WelchSpectrum: Sendable {
    public let segment: Int
    public let overlap: Int
    public let rate: Hertz
    private let window: [Double]
    private let scale: Double
    private let fft: RealFFT

    /// A Hann window and half overlap unless told otherwise.
    /// - Precondition: `segment` is at least 2, `overlap` smaller than it, `rate` positive, and
    ///   `window` has one weight per sample, not all zero.
    public init(segment: Int, overlap: Int? = nil, rate: Hertz, window: [Double]? = nil) {
        let overlap = overlap ?? segment / 2
        let weights = window ?? Windows.hann(segment)
        let energy = weights.reduce(0) { $0 + $1 * $1 }
        precondition(segment >= 2, "A segment has two samples or more: \(segment).")
        precondition((0..<segment).contains(overlap), "An overlap is shorter than its segment.")
        precondition(rate.value > 0 && rate.value.isFinite, "A rate is positive: \(rate).")
        precondition(weights.count == segment && energy > 0, "A window weighs every sample.")
        self.segment = segment
        self.overlap = overlap
        self.rate = rate
        self.window = weights
        scale = 1 / (rate.value * energy)
        fft = RealFFT(count: segment)
    }

    /// Nil if no stretch fills a segment.
    public func spectrum(of stretches: [[Double]]) -> PowerSpectrum? {
        var sums = Array(repeating: 0.0, count: fft.binCount)
        var count = 0
        for stretch in stretches {
            var start = 0
            while start + segment <= stretch.count {
                add(stretch[start..<(start + segment)], to: &sums)
                count += 1
                start += segment - overlap
            }
        }
        guard count > 0 else { return nil }
        let density = sums.indices.map { bin in
            // Every bin but 0 Hz and half the rate stands for its negative frequency too.
            let sides = bin == 0 || 2 * bin == segment ? 1.0 : 2.0
            return sums[bin] * sides * scale / Double(count)
        }
        return PowerSpectrum(
            resolution: Hertz(rate.value / Double(segment)), density: density,
            segmentCount: count)
    }

    /// Nil if the samples do not fill a segment.
    public func spectrum(of samples: [Double]) -> PowerSpectrum? { spectrum(of: [samples]) }

    private func add(_ samples: ArraySlice<Double>, to sums: inout [Double]) {
        let mean = samples.reduce(0, +) / Double(segment)
        var faded = window
        for (index, sample) in samples.enumerated() { faded[index] *= sample - mean }
        for (bin, power) in fft.squaredMagnitudes(faded).enumerated() { sums[bin] += power }
    }
}
