import Biosignals
import RealModule

/// Autoregressions of the tachogram, one for each block of about five minutes, fitted so that odd
/// intervals weigh little.
///
/// Source: iteratively reweighted least squares, Holland & Welsch (1977),
/// doi:10.1080/03610927708827533, with Cauchy's weights.
struct TachogramFit {
    /// As many as a vector of the processor's takes.
    static let order = 8
    /// Intervals of the unedited series that share a fit.
    static let block = 300
    /// Fewer equations than this are no fit.
    private static let equationsMin = 4 * order
    private static let fits = 3
    /// Errors so many deviations large weigh half as much in the next fit.
    private static let halfWeight = 2.5
    private static let ridge = 1e-3
    /// Median absolute error to standard deviation of a normal law.
    static let normal = 1.4826

    /// What errors of prediction are made of: 1 and the negative coefficients.
    struct Filter {
        let taps: [Double]
        let centre: Double
        /// What a beat that ends an interval and comes 1 ms late adds to the errors from there on.
        let pattern: [Double]

        fileprivate init(_ solution: [Double], centre: Double) {
            let taps = [1] + solution.map { -$0 }
            self.taps = taps
            self.centre = centre
            pattern = (0...taps.count).map { lag in
                (lag < taps.count ? taps[lag] : 0) - (lag > 0 ? taps[lag - 1] : 0)
            }
        }
    }

    private let filters: [Filter?]
    /// All patterns one after the other, so that a beat's is read without a copy; zeros where there is
    /// no filter.
    let patterns: [Double]
    static let patternCount = order + 2

    /// - Parameter depth: how many intervals before each belong to the same unbroken run.
    init(of draft: NNDraft, depth: [Int]) {
        let blocks = max(1, (draft.rr.count + Self.block / 2) / Self.block)
        var filters: [Filter?] = []
        var low = 0
        for block in 0..<blocks {
            var high = draft.count
            if block < blocks - 1 {
                high = low
                while high < draft.count, draft.beats[high].interval < (block + 1) * Self.block {
                    high += 1
                }
            }
            filters.append(
                Self.filter(
                    draft.intervals, low..<high, depth: depth, isMade: draft.isReconstructed)
                    ?? filters.last ?? nil)
            low = high
        }
        self.filters = filters
        patterns = filters.flatMap {
            $0?.pattern ?? Array(repeating: 0, count: Self.patternCount)
        }
    }

    /// Where the pattern of a beat of the unedited series begins in `patterns`.
    func pattern(at interval: Int) -> Int {
        min(interval / Self.block, filters.count - 1) * Self.patternCount
    }

    var isEmpty: Bool { filters.allSatisfy { $0 == nil } }

    /// The filter for a beat of the unedited series.
    func filter(at interval: Int) -> Filter? {
        filters[min(interval / Self.block, filters.count - 1)]
    }

    private static func filter(
        _ x: [Double], _ range: Range<Int>, depth: [Int], isMade: [Bool]
    ) -> Filter? {
        let rows = range.filter { depth[$0] >= order && !isMade[$0] }
        guard rows.count >= equationsMin else { return nil }
        let centre = median(Array(x[range]))
        let first = max(0, range.lowerBound - order)
        let values = x[first..<range.upperBound].map { $0 - centre }
        let places = rows.map { $0 - first }
        var weights = Array(repeating: 1.0, count: rows.count)
        var sizes = weights
        var solution = Array(repeating: 0.0, count: order)
        for fit in 0..<fits {
            var matrix = Array(repeating: 0.0, count: order * order)
            var right = Array(repeating: 0.0, count: order)
            gather(values, places, weights, &matrix, &right)
            var trace = 0.0
            for place in 0..<order { trace += matrix[place * order + place] }
            for place in 0..<order {
                matrix[place * order + place] += ridge * trace / Double(order) + 1e-9
            }
            guard solve(&matrix, right, &solution) else { return nil }
            if fit == fits - 1 { break }
            for (number, place) in places.enumerated() {
                var error = values[place]
                for lag in 0..<order { error -= solution[lag] * values[place - 1 - lag] }
                sizes[number] = abs(error)
            }
            let scale = halfWeight * max(1, normal * median(sizes))
            for number in sizes.indices {
                let size = sizes[number] / scale
                weights[number] = 1 / (1 + size * size)
            }
        }
        return Filter(solution, centre: centre)
    }

    /// The lower half of the normal equations.
    private static func gather(
        _ values: [Double], _ places: [Int], _ weights: [Double], _ matrix: inout [Double],
        _ right: inout [Double]
    ) {
        var rows = [SIMD8<Double>](repeating: .zero, count: order)
        var side = SIMD8<Double>.zero
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeMutableBufferPointer { rows in
                for (place, weight) in zip(places, weights) {
                    var past = SIMD8<Double>.zero
                    for lag in 0..<order { past[lag] = values[place - 1 - lag] }
                    let weighted = weight * past
                    side += values[place] * weighted
                    for row in 0..<order { rows[row] += past[row] * weighted }
                }
            }
        }
        for row in 0..<order {
            right[row] = side[row]
            for column in 0...row { matrix[row * order + column] = rows[row][column] }
        }
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
            for place in (row + 1)..<order {
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
