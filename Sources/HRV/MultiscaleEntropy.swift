public import Biosignals

/// Multiscale entropy: the sample entropy of a series and of its ever coarser averages.
///
/// At scale τ each value is the mean of τ adjacent intervals, side by side from where a stretch
/// begins; none spans a gap, what is left at a stretch's end is dropped. m is 2; r stays what it was
/// at scale 1. White noise falls with the scale, 1/f noise stays.
/// Source: Costa, Goldberger & Peng (2002), doi:10.1103/PhysRevLett.89.068102; the index, Costa
///         et al. (2005), doi:10.1103/PhysRevE.71.021906.
/// Differs: r is a parameter, as a rule 0.2 of the standard deviation as in `SampleEntropy`; the
///          paper takes 0.15.
/// Time:    that of `SampleEntropy` at each scale; `make bench` prints it for a day, scales 1 to 5.
public struct MultiscaleEntropy: Equatable, Sendable {
    public static let scaleMax = 20
    /// Fewer intervals than this have no multiscale entropy.
    public static let intervalsMin = 1_000
    /// Fewer values than this at a scale leave the counts to chance: 1,000 intervals reach
    /// scale 5.
    public static let valuesMin = 200

    /// Tolerance at every scale, ms.
    public let tolerance: Double
    /// Counts of scale 1, 2 and so on; shorter than asked for where the values ran out.
    public let scales: [SampleEntropy]

    /// Nil with fewer than 1,000 intervals.
    /// - Parameter first: what `SampleEntropy` found in the same intervals, if it was asked already;
    ///   with another tolerance it is passed over.
    /// - Precondition: `scales` lies in 1…20.
    public init?(
        of nn: NNIntervals, tolerance: Double, scales: Int = 5, first: SampleEntropy? = nil
    ) {
        precondition((1...Self.scaleMax).contains(scales), "A scale lies in 1…20: \(scales).")
        guard nn.count >= Self.intervalsMin else { return nil }
        self.tolerance = tolerance
        let stretches = nn.stretches
        var found: [SampleEntropy] = []
        for scale in 1...scales {
            if scale == 1, let first, first.tolerance == tolerance {
                found.append(first)
                continue
            }
            let grains = Grains(nn.milliseconds, stretches, scale: scale)
            guard grains.values.count >= Self.valuesMin else { break }
            found.append(
                SampleEntropy(
                    grains.values, followsPrevious: grains.follows, tolerance: tolerance))
        }
        self.scales = found
    }

    /// Complexity index: the sum of the entropies of scales 1 to `scale`, the area under the curve;
    /// nil if one of them is missing or undefined.
    public func complexityIndex(upTo scale: Int = 5) -> Double? {
        guard scale >= 1, scales.count >= scale else { return nil }
        var sum = 0.0
        for entropy in scales.prefix(scale) {
            guard let value = entropy.value else { return nil }
            sum += value
        }
        return sum
    }
}

/// Means of adjacent intervals.
struct Grains {
    private(set) var values: [Double] = []
    private(set) var follows: [Bool] = []

    init(_ milliseconds: [Double], _ stretches: [Range<Int>], scale: Int) {
        values.reserveCapacity(milliseconds.count / scale)
        follows.reserveCapacity(milliseconds.count / scale)
        for stretch in stretches {
            var start = stretch.lowerBound
            while start + scale <= stretch.upperBound {
                let sum = milliseconds[start..<(start + scale)].reduce(0, +)
                values.append(sum / Double(scale))
                follows.append(start > stretch.lowerBound)
                start += scale
            }
        }
    }
}
