public import Biosignals

/// Measures of NN intervals and of their successive differences, in ms unless said otherwise.
///
/// Nil where a measure does not exist: too few values to divide by.
/// Source: Task Force (1996), doi:10.1161/01.CIR.93.5.1043.
public enum TimeDomain {
    /// Mean; nil without values. Summed about the first, so that equal values have no spread.
    public static func mean(_ values: [Double]) -> Double? {
        guard let first = values.first else { return nil }
        return first + values.reduce(0) { $0 + ($1 - first) } / Double(values.count)
    }

    /// Standard deviation, divided by N − 1; nil with fewer than two values.
    public static func standardDeviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    /// SDNN: standard deviation of the intervals, divided by N − 1.
    public static func sdnn(_ milliseconds: [Double]) -> Double? {
        standardDeviation(milliseconds)
    }

    /// Differences of neighbours in a series without gaps, later minus earlier.
    public static func differences(_ milliseconds: [Double]) -> [Double] {
        zip(milliseconds.dropFirst(), milliseconds).map { $0 - $1 }
    }

    /// Differences of truly adjacent intervals, later minus earlier: none across a gap.
    public static func differences(of nn: NNIntervals) -> [Double] {
        guard nn.count > 1 else { return [] }
        return (1..<nn.count).compactMap { index in
            nn.followsPrevious[index]
                ? nn.milliseconds[index] - nn.milliseconds[index - 1] : nil
        }
    }

    /// RMSSD of a series without gaps.
    public static func rmssd(_ milliseconds: [Double]) -> Double? {
        rmssd(differences: differences(milliseconds))
    }

    /// RMSSD: root mean square of the differences.
    public static func rmssd(differences: [Double]) -> Double? {
        guard !differences.isEmpty else { return nil }
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        return (squares / Double(differences.count)).squareRoot()
    }

    /// SDSD: standard deviation of the differences, divided by N − 1.
    public static func sdsd(differences: [Double]) -> Double? { standardDeviation(differences) }

    /// Differences whose size is strictly over `limit`.
    public static func count(over limit: Milliseconds, differences: [Double]) -> Int {
        differences.count { abs($0) > limit.value }
    }

    /// pNN50 (or pNN20 …): share of the differences strictly over `limit`, %.
    public static func pNN(over limit: Milliseconds, differences: [Double]) -> Double? {
        guard !differences.isEmpty else { return nil }
        return 100 * Double(count(over: limit, differences: differences))
            / Double(differences.count)
    }

    /// pNN50 of a series without gaps, %.
    public static func pNN50(_ milliseconds: [Double]) -> Double? {
        pNN(over: 50, differences: differences(milliseconds))
    }
}
