public import Biosignals

/// One-sided power spectral density on evenly spaced bins from 0 Hz, understood as the piecewise
/// linear function through them.
public struct PowerSpectrum: Equatable, Sendable {
    /// Distance between bins.
    public let resolution: Hertz
    /// Density of bin k at k · resolution, in the signal's unit squared per Hz.
    public let density: [Double]
    /// Segments that were averaged.
    public let segmentCount: Int

    public init(resolution: Hertz, density: [Double], segmentCount: Int) {
        self.resolution = resolution
        self.density = density
        self.segmentCount = segmentCount
    }

    /// Power between two frequencies, in the signal's unit squared: the exact integral of the
    /// piecewise linear density from edge to edge. What lies beyond the last bin counts nothing.
    public func power(in band: Range<Double>) -> Double {
        guard density.count > 1, resolution.value > 0 else { return 0 }
        let last = Double(density.count - 1)
        let lower = min(max(band.lowerBound / resolution.value, 0), last)
        let upper = min(max(band.upperBound / resolution.value, 0), last)
        guard lower < upper else { return 0 }
        var sum = 0.0
        for bin in Int(lower)..<min(Int(upper.rounded(.up)), density.count - 1) {
            let from = max(lower, Double(bin)) - Double(bin)
            let to = min(upper, Double(bin + 1)) - Double(bin)
            let slope = density[bin + 1] - density[bin]
            sum += (to - from) * (density[bin] + slope * (from + to) / 2)
        }
        return sum * resolution.value
    }

    /// Frequency of the highest bin of a half-open band; nil if no bin lies in it.
    public func peak(in band: Range<Double>) -> Hertz? {
        let inside = density.indices.filter { band.contains(Double($0) * resolution.value) }
        guard let highest = inside.max(by: { density[$0] < density[$1] }) else { return nil }
        return Hertz(Double(highest) * resolution.value)
    }

    /// The sum of all bins times their width: the mean square of the windowed signal (Parseval).
    public var total: Double { density.reduce(0, +) * resolution.value }
}
