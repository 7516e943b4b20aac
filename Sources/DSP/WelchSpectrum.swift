public import Biosignals

/// Welch's method: overlapping segments, each freed of its trend and faded by a window, their
/// periodograms averaged to a one-sided density.
///
/// Input:  stretches of evenly spaced samples; no segment spans two of them.
/// Output: density in the unit squared per Hz on `fftLength / 2 + 1` bins; the tail of a stretch
///         that does not fill a segment is left out, as in scipy.signal.welch.
/// Source: Welch (1967), doi:10.1109/TAU.1967.1161901.
public struct WelchSpectrum: Sendable {
    /// What is taken from each segment before it is faded.
    public enum Detrend: String, CaseIterable, Sendable {
        case none, mean
        /// The straight line of least squares.
        case linear
    }

    public let segment: Int
    public let overlap: Int
    public let rate: Hertz
    /// Samples of a transform: the segment, and zeros after it.
    public let fftLength: Int
    public let detrend: Detrend
    private let window: [Double]
    private let scale: Double
    private let fft: RealFFT

    /// A periodic Hann window, half overlap, the mean removed and no zeros unless told otherwise.
    /// - Precondition: `segment` is at least 2, `overlap` smaller than it, `fftLength` not, `rate`
    ///   positive, and `window` has one weight per sample, not all zero.
    public init(
        segment: Int, overlap: Int? = nil, rate: Hertz, window: [Double]? = nil,
        fftLength: Int? = nil, detrend: Detrend = .mean
    ) {
        let overlap = overlap ?? segment / 2
        let weights = window ?? Windows.hann(segment)
        let energy = weights.reduce(0) { $0 + $1 * $1 }
        let fftLength = fftLength ?? segment
        precondition(segment >= 2, "A segment has two samples or more: \(segment).")
        precondition((0..<segment).contains(overlap), "An overlap is shorter than its segment.")
        precondition(rate.value > 0 && rate.value.isFinite, "A rate is positive: \(rate).")
        precondition(weights.count == segment && energy > 0, "A window weighs every sample.")
        precondition(fftLength >= segment, "A transform holds its segment: \(fftLength).")
        self.segment = segment
        self.overlap = overlap
        self.rate = rate
        self.fftLength = fftLength
        self.detrend = detrend
        self.window = weights
        scale = 1 / (rate.value * energy)
        fft = RealFFT(count: fftLength)
    }

    /// Nil if no stretch fills a segment.
    public func spectrum(of stretches: [[Double]]) -> PowerSpectrum? {
        var sums = Array(repeating: 0.0, count: fft.binCount)
        var count = 0
        fft.withWorkspace { workspace in
            for stretch in stretches {
                var start = 0
                while start + segment <= stretch.count {
                    add(stretch, from: start, workspace, to: &sums)
                    count += 1
                    start += segment - overlap
                }
            }
        }
        guard count > 0 else { return nil }
        for bin in sums.indices {
            // Every bin but 0 Hz and half the rate stands for its negative frequency too.
            let sides = bin == 0 || 2 * bin == fftLength ? 1.0 : 2.0
            sums[bin] *= sides * scale / Double(count)
        }
        return PowerSpectrum(
            resolution: Hertz(rate.value / Double(fftLength)), density: sums, segmentCount: count)
    }

    /// Nil if the samples do not fill a segment.
    public func spectrum(of samples: [Double]) -> PowerSpectrum? { spectrum(of: [samples]) }

    /// Adds the squared magnitudes of one segment.
    private func add(
        _ stretch: [Double], from start: Int, _ workspace: RealFFTWorkspace,
        to sums: inout [Double]
    ) {
        let input = workspace.input
        stretch.withUnsafeBufferPointer { samples in
            let samples = UnsafeBufferPointer(rebasing: samples[start..<(start + segment)])
            let (level, slope) = line(through: samples)
            for index in 0..<segment {
                input[index] = window[index] * (samples[index] - (level + slope * Double(index)))
            }
        }
        for index in segment..<fftLength { input[index] = 0 }
        let bins = workspace.transform()
        for bin in sums.indices {
            sums[bin] += bins[bin].0 * bins[bin].0 + bins[bin].1 * bins[bin].1
        }
    }

    /// What `detrend` takes from a segment, as the line level + slope · index.
    private func line(through samples: UnsafeBufferPointer<Double>) -> (Double, Double) {
        guard detrend != .none else { return (0, 0) }
        let mean = samples.reduce(0, +) / Double(segment)
        guard detrend == .linear else { return (mean, 0) }
        let middle = Double(segment - 1) / 2
        var moment = 0.0
        for index in 0..<segment { moment += (Double(index) - middle) * (samples[index] - mean) }
        // Σ (n − middle)² = segment · (segment² − 1) / 12
        let length = Double(segment)
        let slope = moment / (length * (length * length - 1) / 12)
        return (mean - slope * middle, slope)
    }
}
