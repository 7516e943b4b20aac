import RealModule

/// The Mann–Kendall test's arithmetic.
enum MannKendall {
    /// Variance of S when there is no trend and no autocorrelation, with its correction for ties.
    static func variance(of values: [Double]) -> Double {
        func share(_ count: Double) -> Double { count * (count - 1) * (2 * count + 5) }
        var variance = share(Double(values.count))
        for (_, run) in Self.runs(values.sorted()) where run > 1 { variance -= share(Double(run)) }
        return variance / 18
    }

    /// n / n*: how many times larger autocorrelation makes the variance, at least 1.
    /// Only lags whose correlation lies outside its own 95 % limits count.
    static func autocorrelationFactor(of values: [Double]) -> Double {
        let count = values.count
        guard count > 3 else { return 1 }
        let ranks = ranks(of: values)
        let mean = Double(count + 1) / 2
        let spread = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard spread > 0 else { return 1 }
        let limit = 1.959_963_984_540_054 / Double(count).squareRoot()
        var sum = 0.0
        for lag in 1..<(count - 2) {
            var product = 0.0
            for index in 0..<(count - lag) {
                product += (ranks[index] - mean) * (ranks[index + lag] - mean)
            }
            let correlation = product / spread
            guard abs(correlation) > limit else { continue }
            let rest = Double(count - lag)
            sum += rest * (rest - 1) * (rest - 2) * correlation
        }
        let size = Double(count)
        return max(1, 1 + 2 / (size * (size - 1) * (size - 2)) * sum)
    }

    /// Two-sided, by the normal approximation with its correction for continuity.
    static func pValue(score: Double, variance: Double) -> Double {
        guard variance > 0, score != 0 else { return 1 }
        let z = (abs(score) - 1) / variance.squareRoot()
        return min(1, Double.erfc(z / 2.0.squareRoot()))
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
