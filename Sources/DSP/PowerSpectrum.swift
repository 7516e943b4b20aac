public import Biosignals

/// One-sided power spectral density on evenly spaced bins, understood as the piecewise linear
/// function through them.
public struct PowerSpectrum: Equatable, Sendable {
    /// How a band's power is taken from the bins.
    public enum Rule: String, CaseIterable, Sendable {
        /// The piecewise linear density integrated from edge to edge.
        case exact
        /// Trapezoids between the bins inside the half-open band: what most tools do, and short by
        /// what lies between the edges and the first and last bin.
        case trapezoids
        /// The sum of the bins inside the half-open band times their width.
        case rectangles
    }

    /// Distance between bins.
    public let resolution: Hertz
    /// Density of bin k at (firstBin + k) · resolution, in the signal's unit squared per Hz.
    public let density: [Double]
    /// Segments that were averaged.
    public let segmentCount: Int
    /// Where the bins begin: 0 with a bin at 0 Hz, 1 without one, as in a Lomb periodogram.
    public let firstBin: Int

    public init(
        resolution: Hertz, density: [Double], segmentCount: Int, firstBin: Int = 0
    ) {
        precondition(firstBin >= 0, "A one-sided spectrum has no bin below 0 Hz.")
        self.resolution = resolution
        self.density = density
        self.segmentCount = segmentCount
        self.firstBin = firstBin
    }

    /// Centre of the bin at an index of `density`.
    public func frequency(at index: Int) -> Hertz {
        Hertz(Double(firstBin + index) * resolution.value)
    }

    /// Power between two frequencies, in the signal's unit squared: the exact integral of the
    /// piecewise linear density from edge to edge. What lies beyond the last bin counts nothing;
    /// below a first bin that is not at 0 Hz its line goes on, for at most `firstBin` bins.
    public func power(in band: Range<Double>) -> Double {
        guard density.count > 1, resolution.value > 0 else { return 0 }
        let last = Double(density.count - 1)
        let (below, above) = (position(band.lowerBound), position(band.upperBound))
        let lower = min(max(below, 0), last)
        let upper = min(max(above, 0), last)
        guard lower < upper else { return 0 }
        var sum = below < 0 ? extended(from: below) : 0
        for bin in Int(lower)..<min(Int(upper.rounded(.up)), density.count - 1) {
            let from = max(lower, Double(bin)) - Double(bin)
            let to = min(upper, Double(bin + 1)) - Double(bin)
            let slope = density[bin + 1] - density[bin]
            sum += (to - from) * (density[bin] + slope * (from + to) / 2)
        }
        return sum * resolution.value
    }

    /// Power between two frequencies by a rule of your choice.
    public func power(in band: Range<Double>, rule: Rule) -> Double {
        if rule == .exact { return power(in: band) }
        let inside = bins(in: band)
        guard let first = inside.first, let last = inside.last else { return 0 }
        let sum = density[inside].reduce(0, +)
        let ends = rule == .trapezoids ? (density[first] + density[last]) / 2 : 0
        return (sum - ends) * resolution.value
    }

    /// Indices of `density` whose bins lie in a half-open band.
    public func bins(in band: Range<Double>) -> Range<Int> {
        func lies(_ index: Int) -> Bool { band.contains(frequency(at: index).value) }
        guard let first = density.indices.first(where: lies) else { return 0..<0 }
        let end = density.indices[first...].first { !lies($0) } ?? density.count
        return first..<end
    }

    /// Frequency of the highest bin of a half-open band; nil if no bin lies in it.
    public func peak(in band: Range<Double>) -> Hertz? {
        bins(in: band).max { density[$0] < density[$1] }.map(frequency)
    }

    /// The sum of all bins times their width: the mean square of the windowed signal (Parseval).
    public var total: Double { density.reduce(0, +) * resolution.value }

    /// A frequency in bins from the first.
    private func position(_ frequency: Double) -> Double {
        frequency / resolution.value - Double(firstBin)
    }

    /// Integral over bins of the first piece's line, carried on below the first bin; never negative.
    private func extended(from below: Double) -> Double {
        let start = max(below, -Double(firstBin))
        return max(0, -start * (density[0] + (density[1] - density[0]) * start / 2))
    }
}
