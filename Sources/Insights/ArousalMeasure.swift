/// A number with the interval it lies in 95 times in 100.
public struct ArousalMeasure: Equatable, Sendable {
    public let value: Double
    public let interval95: ClosedRange<Double>

    /// Nil unless all is finite; an interval that missed its value by a rounding error is widened.
    init?(_ value: Double, _ low: Double, _ high: Double) {
        guard value.isFinite, low.isFinite, high.isFinite else { return nil }
        self.value = value
        interval95 = min(low, value)...max(high, value)
    }

    init?(_ value: Double, deviation: Double, times quantile: Double = 1.96) {
        self.init(value, value - quantile * deviation, value + quantile * deviation)
    }

    /// Half the interval over 1.96: the standard error that a normal law would have.
    var deviation: Double { (interval95.upperBound - interval95.lowerBound) / (2 * 1.96) }
}

/// The few statistics of the arousal finding.
enum ArousalStatistics {
    /// Two-sided 95 % quantiles of Student's t, 1 to 10 degrees of freedom.
    private static let quantiles = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    ]

    static func quantile(freedom: Int) -> Double {
        quantiles[max(1, min(quantiles.count, freedom)) - 1]
    }

    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// With n − 1.
    static func deviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// 1.4826 times the median distance from the median.
    static func robustDeviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let middle = median(values) else { return nil }
        return median(values.map { abs($0 - middle) }).map { 1.4826 * $0 }
    }

    /// Interval of a Poisson rate of which `count` were seen in `minutes`.
    ///
    /// Source: Byar's approximation, Breslow & Day (1987), IARC Scientific Publications 82, eq. 2.10;
    ///         within 1 % of the exact limits from two events on.
    /// - Parameter dispersion: variance over mean of the counts, 1 for Poisson.
    static func rate(
        count: Int, minutes: Double, dispersion: Double = 1
    ) -> ArousalMeasure? {
        guard minutes > 0, dispersion >= 1 else { return nil }
        func cubed(_ value: Double) -> Double { value * value * value }
        let events = Double(count) / dispersion
        let low =
            events > 0
            ? events * cubed(max(0, 1 - 1 / (9 * events) - 1.96 / (3 * events.squareRoot()))) : 0
        let above = events + 1
        let high = above * cubed(1 - 1 / (9 * above) + 1.96 / (3 * above.squareRoot()))
        let scale = dispersion / minutes
        return ArousalMeasure(events * scale, low * scale, high * scale)
    }
}
