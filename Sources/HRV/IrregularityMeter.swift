import RealModule

/// How much the intervals of a stretch look as if each had been drawn at random.
///
/// Two measures that a living rhythm passes for different reasons. The jump is the median difference of
/// logarithms between intervals one to six beats apart, at the distance where it is smallest: bigeminy,
/// trigeminy and a ramp each repeat at some distance, single ectopic beats leave the median alone, and
/// what is random repeats at none. Foretold is the F ratio of an autoregression over four beats: a wave of
/// breathing, however high, can be foretold from the beats before, and an ectopic beat its own pause, but
/// in atrial fibrillation each interval is independent of the last.
/// Source: intervals of atrial fibrillation as independent draws, Bootsma et al. (1970),
///         Circulation 41:783; F ratio of a regression, any textbook. The jump is ours.
struct IrregularityMeter {
    private static let longestPattern = 6
    private static let order = 4

    private let logs: [Double]

    /// - Parameter rr: ms; at least 12.
    init(of rr: ArraySlice<Double>) {
        logs = rr.map { Double.log($0) }
    }

    var jump: Double {
        var least = Double.infinity
        for lag in 1...Self.longestPattern where logs.count > lag + 4 {
            var steps = (lag..<logs.count).map { abs(logs[$0] - logs[$0 - lag]) }
            steps.sort()
            least = min(least, steps[steps.count / 2])
        }
        return least.isFinite ? least : 0
    }

    /// About 1 where nothing can be foretold, at any length; infinite where all can.
    var foretold: Double {
        let (order, values) = (Self.order, Self.withoutTrend(logs))
        let free = values.count - 2 * order
        guard free > 0 else { return 0 }
        // Normal equations, rows of products with the values 0…4 beats before.
        var sums = Array(repeating: Array(repeating: 0.0, count: order + 1), count: order + 1)
        for now in order..<values.count {
            for row in 0...order {
                for column in 0...row {
                    sums[row][column] += values[now - row] * values[now - column]
                }
            }
        }
        let total = sums[0][0]
        let explained = Self.explained(sums)
        let left = total - explained
        guard left > 1e-12 * total else { return .infinity }
        return explained / Double(order) / (left / Double(free))
    }

    /// Share of the variance that an autoregression explains at least, in a wave.
    private static let waveShareMin = 0.6
    /// Autocorrelation at which a wave's crest meets its trough, at the most.
    private static let troughMax = -0.35

    /// Whether the intervals rise and fall as one wave of four beats or more: neighbours are alike, and
    /// some beats further on stands the opposite. Early beats make neighbours unlike, and runs of them
    /// have no opposite. Set on simulated breathing and looked at on the mitdb records of dev.
    var isWave: Bool {
        let values = Self.withoutTrend(logs)
        let total = values.reduce(0) { $0 + $1 * $1 }
        func correlation(_ lag: Int) -> Double {
            zip(values, values.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / total
        }
        guard total > 0, values.count > 2 * Self.longestPattern, correlation(1) >= 0,
            (2...Self.longestPattern).contains(where: { correlation($0) <= Self.troughMax })
        else { return false }
        // F = (share / order) / ((1 − share) / free), solved for the share.
        let odds = foretold * Double(Self.order) / Double(values.count - 2 * Self.order)
        return odds / (1 + odds) >= Self.waveShareMin || odds == .infinity
    }

    private static func withoutTrend(_ values: [Double]) -> [Double] {
        let middle = Double(values.count - 1) / 2
        let mean = values.reduce(0, +) / Double(values.count)
        var (slope, width) = (0.0, 0.0)
        for index in values.indices {
            let place = Double(index) - middle
            slope += place * values[index]
            width += place * place
        }
        slope /= max(width, 1)
        return values.indices.map { values[$0] - mean - slope * (Double($0) - middle) }
    }

    /// Sum of squares of row 0 that rows 1… explain: Cholesky, the right side carried along.
    private static func explained(_ sums: [[Double]]) -> Double {
        var (factor, explained) = (sums, 0.0)
        for row in 1..<sums.count {
            for column in 1..<row {
                var value = sums[row][column]
                for inner in 1..<column { value -= factor[row][inner] * factor[column][inner] }
                factor[row][column] = value / factor[column][column]
            }
            var (pivot, right) = (sums[row][row], sums[row][0])
            for inner in 1..<row {
                pivot -= factor[row][inner] * factor[row][inner]
                right -= factor[row][inner] * factor[inner][0]
            }
            // A row the others make up already explains nothing more.
            guard pivot > 1e-12 * sums[row][row] else {
                factor[row][row] = .infinity
                factor[row][0] = 0
                continue
            }
            factor[row][row] = pivot.squareRoot()
            factor[row][0] = right / factor[row][row]
            explained += factor[row][0] * factor[row][0]
        }
        return explained
    }
}
