/// The Mann–Kendall test's arithmetic.
enum MannKendall {
    /// Variance of S when there is no trend and no autocorrelation, with its correction for ties.
    static func variance(of values: [Double]) -> Double {
        func share(_ count: Double) -> Double { count * (count - 1) * (2 * count + 5) }
        var variance = share(Double(values.count))
        for (_, run) in Self.runs(values.sorted()) where run > 1 { variance -= share(Double(run)) }
        return variance / 18
    }

    /// n / n*: how many times larger autocorrelation makes the variance of S, at least 1.
    ///
    /// Hamed & Rao's sum over the lags, for the autocorrelation ρᵏ of a first-order process whose ρ is
    /// that of the ranks of what a trend leaves over, freed of its bias.
    /// Source: Hamed & Rao (1998), doi:10.1016/S0022-1694(97)00125-X, for the sum; Yue & Wang
    ///         (2004), doi:10.1023/B:WARM.0000043140.61082.60, for ρᵏ; Kendall (1954),
    ///         doi:10.1093/biomet/41.3-4.403, for the bias, twice his since a line was taken out.
    /// Differs: Hamed & Rao take the lags that lie outside their own 95 % limits one by one. In
    ///          a few dozen points those are found too rarely and too small: with ρ = 0.5, 20 % of
    ///          series without a trend had p < 0.05.
    static func autocorrelationFactor(of values: [Double]) -> Double {
        let count = values.count
        guard count > 4 else { return 1 }
        let ranks = ranks(of: values)
        let mean = Double(count + 1) / 2
        let spread = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard spread > 0 else { return 1 }
        let product = zip(ranks, ranks.dropFirst()).reduce(0) {
            $0 + ($1.0 - mean) * ($1.1 - mean)
        }
        let size = Double(count)
        let correlation = min(correlationMax, (size * product / spread + 2) / (size - 4))
        guard correlation > 0 else { return 1 }
        var (sum, power) = (0.0, 1.0)
        for lag in 1..<(count - 2) {
            power *= correlation
            let rest = Double(count - lag)
            sum += rest * (rest - 1) * (rest - 2) * power
        }
        return 1 + 2 / (size * (size - 1) * (size - 2)) * sum
    }

    /// Nearer to 1, a few dozen points cannot tell noise from a trend at all.
    private static let correlationMax = 0.95

    /// n* − 2, at least 1; `factor` is n / n*.
    static func freedom(count: Int, factor: Double) -> Double {
        max(1, Double(count) / factor - 2)
    }

    /// Two-sided, with the correction for continuity.
    static func pValue(score: Double, variance: Double, freedom: Double) -> Double {
        guard variance > 0, score != 0 else { return 1 }
        return StudentT.pValue((abs(score) - 1) / variance.squareRoot(), freedom: freedom)
    }

    /// Ranks from 1; equal values share their mean rank.
    static func ranks(of values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = Array(repeating: 0.0, count: values.count)
        var start = 0
        for (_, run) in runs(order.map { values[$0] }) {
            let shared = Double(2 * start + run + 1) / 2
            for place in start..<(start + run) { ranks[order[place]] = shared }
            start += run
        }
        return ranks
    }

    /// Runs of equal values in a sorted array.
    private static func runs(_ sorted: [Double]) -> [(value: Double, count: Int)] {
        var runs: [(value: Double, count: Int)] = []
        for value in sorted {
            if let last = runs.last, last.value == value {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((value, 1))
            }
        }
        return runs
    }
}
