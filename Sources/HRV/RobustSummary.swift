/// Mean and standard deviation that a few outliers do not move.
///
/// Mean: Huber's, k = 1.5, its scale the median deviation from the median times 1.4826.
/// SD (N − 1): about the plain mean, of values drawn in to 3 such scales from the median: of a normal
///             sample 1 % is lost.
/// Source: Huber (1964), doi:10.1214/aoms/1177703732.
package struct RobustSummary: Equatable, Sendable {
    private static let bend = 1.5
    private static let reach = 3.0
    private static let stepsMax = 50

    package let count: Int
    package let mean: Double
    package let deviation: Double

    /// Nil without values.
    package init?(_ values: [Double]) {
        guard let median = Self.median(values),
            let spread = Self.median(values.map { abs($0 - median) })
        else { return nil }
        count = values.count
        let scale = 1.4826 * spread
        // Where half of the values are the same, there is no scale to judge the others by.
        let held =
            scale > 0
            ? values.map { Self.drawn($0, to: median, within: Self.reach * scale) } : values
        deviation = TimeDomain.standardDeviation(held) ?? 0
        guard scale > 0 else {
            mean = median
            return
        }
        var mean = median
        for _ in 0..<Self.stepsMax {
            let drawn = values.map { Self.drawn($0, to: mean, within: Self.bend * scale) }
            let next = drawn.reduce(0, +) / Double(values.count)
            if abs(next - mean) <= 1e-12 * scale { break }
            mean = next
        }
        self.mean = mean
    }

    private static func drawn(_ value: Double, to middle: Double, within reach: Double) -> Double {
        min(max(value, middle - reach), middle + reach)
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
