import Biosignals
import RealModule

/// What the next interval should be, from those before it: an autoregression fitted robustly to
/// blocks of the series, with the local spread of its errors.
///
/// Source: autoregressive interpolation of lost samples, Janssen, Veldhuis & Vries (1986),
/// doi:10.1109/TASSP.1986.1164824; weights after Holland & Welsch (1977),
/// doi:10.1080/03610927708827533.
struct TachogramModel {
    static let order = 8
    /// Intervals a fit rests on; half of them are shared with the next. About five minutes.
    static let block = 300
    /// Fewer equations than this are no fit.
    static let equationsMin = 4 * order
    private static let fits = 4
    /// Errors so many deviations large weigh half as much in the next fit.
    private static let halfWeight = 2.5
    private static let ridge = 1e-3
    /// Errors that the local spread is taken over.
    private static let spreadWindow = 61
    /// Median absolute error to standard deviation of a normal law.
    private static let normal = 1.4826

    /// [1, −c₁, −c₂, …] of each block.
    private let filters: [[Double]]
    /// What a beat that ends an interval and comes 1 ms late adds to the errors from there on.
    private let patterns: [[Double]]
    /// Errors of predicting from the past, ms, and from the future; 0 where there is none.
    private let forward: [Double]
    private let backward: [Double]
    /// First and last + 1 of the unbroken run each interval is in.
    private let runs: [Range<Int>]
    private let runOf: [Int32]
    /// Standard deviation of the errors around each interval, ms.
    let spread: [Double]
    let hasModel: Bool

    init(of draft: NNDraft, floor: Double) {
        let (x, count) = (draft.intervals, draft.count)
        var runs: [Range<Int>] = []
        var runOf: [Int32] = []
        runOf.reserveCapacity(count)
        for index in 0..<count {
            if draft.follows[index], let last = runs.last {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
            runOf.append(Int32(runs.count - 1))
        }
        var depth = Array(repeating: 0, count: count)
        for run in runs { for index in run { depth[index] = index - run.lowerBound } }
        let half = Self.block / 2
        let blocks = max(1, (count + half - 1) / half - 1)
        var (filters, centres): ([[Double]], [Double]) = ([], [])
        for block in 0..<blocks {
            let low = block * half
            let high = block == blocks - 1 ? count : low + Self.block
            let fit = Self.fit(
                x, low..<high, depth: depth, isMade: draft.isReconstructed,
                before: filters.last, centre: centres.last)
            filters.append(fit.filter)
            centres.append(fit.centre)
        }
        var forward = Array(repeating: 0.0, count: count)
        var backward = forward
        var sizes: [Double] = []
        sizes.reserveCapacity(count)
        for run in runs {
            for index in run {
                let block = min(max(0, (index - half / 2) / half), blocks - 1)
                let (filter, centre) = (filters[block], centres[block])
                guard !filter.isEmpty else { continue }
                if index - run.lowerBound >= Self.order {
                    var sum = 0.0
                    for lag in 0...Self.order { sum += filter[lag] * (x[index - lag] - centre) }
                    forward[index] = sum
                }
                if run.upperBound - 1 - index >= Self.order {
                    var sum = 0.0
                    for lag in 0...Self.order { sum += filter[lag] * (x[index + lag] - centre) }
                    backward[index] = sum
                }
            }
            for index in run {
                let isFirst = index - run.lowerBound < Self.order
                sizes.append(abs(isFirst ? backward[index] : forward[index]))
            }
        }
        spread = RunningQuantiles.values(of: sizes, window: Self.spreadWindow, shares: [0.5])
            .map { max(floor, Self.normal * $0[0]) }
        patterns = filters.map { filter in
            guard !filter.isEmpty else { return [] }
            return (0..<(filter.count + 1)).map { lag in
                (lag < filter.count ? filter[lag] : 0) - (lag > 0 ? filter[lag - 1] : 0)
            }
        }
        hasModel = filters.contains { !$0.isEmpty }
        self.filters = filters
        self.forward = forward
        self.backward = backward
        self.runs = runs
        self.runOf = runOf
    }

    /// How far an interval is from what those before it and those after it foretell, whichever is the
    /// less, in units of the spread; nil if neither can.
    func strangeness(of index: Int) -> Double? {
        guard hasModel else { return nil }
        let run = runs[Int(runOf[index])]
        var sizes: [Double] = []
        if index - run.lowerBound >= Self.order { sizes.append(abs(forward[index])) }
        if run.upperBound - 1 - index >= Self.order { sizes.append(abs(backward[index])) }
        return sizes.min().map { $0 / spread[index] }
    }

    /// The errors that the time of a beat bears on, in units of their spread, and what 1 ms of
    /// lateness of it adds to them; nil if there are too few.
    func view(ofBeat index: Int) -> (errors: [Double], pattern: [Double])? {
        guard hasModel, index + 1 < runOf.count, runOf[index] == runOf[index + 1] else {
            return nil
        }
        let run = runs[Int(runOf[index])]
        let half = Self.block / 2
        let pattern = patterns[min(max(0, (index - half / 2) / half), patterns.count - 1)]
        guard !pattern.isEmpty else { return nil }
        let first = run.lowerBound + Self.order
        let end = run.upperBound - Self.order
        let ahead = index >= first ? min(pattern.count, run.upperBound - index) : 0
        let back = index + 1 < end ? min(pattern.count, index + 2 - run.lowerBound) : 0
        guard max(ahead, back) >= 3 else { return nil }
        let unit = 1 / spread[index]
        if ahead >= back {
            return (
                (0..<ahead).map { forward[index + $0] * unit },
                (0..<ahead).map { pattern[$0] * unit }
            )
        }
        return (
            (0..<back).map { backward[index + 1 - $0] * unit },
            (0..<back).map { -pattern[$0] * unit }
        )
    }

    /// Weighted least squares, the weights from the errors of the fit before.
    private static func fit(
        _ x: [Double], _ range: Range<Int>, depth: [Int], isMade: [Bool], before: [Double]?,
        centre earlier: Double?
    ) -> (filter: [Double], centre: Double) {
        let rows = range.filter { depth[$0] >= order && !isMade[$0] && $0 - order >= 0 }
        guard rows.count >= equationsMin else { return (before ?? [], earlier ?? 0) }
        let centre = median(x[range].map { $0 })
        var weights = Array(repeating: 1.0, count: rows.count)
        var errors = weights
        var solution = Array(repeating: 0.0, count: order)
        var matrix = Array(repeating: 0.0, count: order * order)
        var right = solution
        for _ in 0..<fits {
            for place in matrix.indices { matrix[place] = 0 }
            for place in right.indices { right[place] = 0 }
            for (row, weight) in zip(rows, weights) {
                let target = x[row] - centre
                for first in 0..<order {
                    let scaled = weight * (x[row - 1 - first] - centre)
                    right[first] += scaled * target
                    for second in 0...first {
                        matrix[first * order + second] += scaled * (x[row - 1 - second] - centre)
                    }
                }
            }
            var trace = 0.0
            for place in 0..<order { trace += matrix[place * order + place] }
            for place in 0..<order {
                matrix[place * order + place] += ridge * trace / Double(order) + 1e-9
            }
            guard solve(&matrix, right, &solution) else { return (before ?? [], earlier ?? 0) }
            for (number, row) in rows.enumerated() {
                var error = x[row] - centre
                for lag in 0..<order { error -= solution[lag] * (x[row - 1 - lag] - centre) }
                errors[number] = error
            }
            let scale = halfWeight * max(1, normal * median(errors.map { abs($0) }))
            for number in errors.indices {
                let size = errors[number] / scale
                weights[number] = 1 / (1 + size * size)
            }
        }
        return ([1] + solution.map { -$0 }, centre)
    }

    /// Cholesky's solution of a symmetric system whose lower half is given; false if it has none.
    private static func solve(
        _ matrix: inout [Double], _ right: [Double], _ solution: inout [Double]
    ) -> Bool {
        for row in 0..<order {
            for column in 0...row {
                var sum = matrix[row * order + column]
                for place in 0..<column {
                    sum -= matrix[row * order + place] * matrix[column * order + place]
                }
                if row == column {
                    guard sum > 0, sum.isFinite else { return false }
                    matrix[row * order + row] = sum.squareRoot()
                } else {
                    matrix[row * order + column] = sum / matrix[column * order + column]
                }
            }
        }
        for row in 0..<order {
            var sum = right[row]
            for place in 0..<row { sum -= matrix[row * order + place] * solution[place] }
            solution[row] = sum / matrix[row * order + row]
        }
        for row in (0..<order).reversed() {
            var sum = solution[row]
            for place in (row + 1)..<max(row + 1, order) {
                sum -= matrix[place * order + row] * solution[place]
            }
            solution[row] = sum / matrix[row * order + row]
        }
        return solution.allSatisfy(\.isFinite)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
