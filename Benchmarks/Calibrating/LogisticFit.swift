import Foundation

/// Logistic regression with a ridge on standardised values, by Newton's method; balanced, both classes
/// have equal weight.
public struct LogisticFit: Sendable {
    public private(set) var offset = 0.0
    public private(set) var slopes: [Double]

    public init(_ rows: [[Double]], _ truths: [Bool], isBalanced: Bool = true, ridge: Double = 1) {
        let columns = rows[0].count
        let count = Double(rows.count)
        let means = (0..<columns).map { j in rows.reduce(0) { $0 + $1[j] } / count }
        let spreads = (0..<columns).map { j in
            max(
                1e-9,
                (rows.reduce(0) { $0 + ($1[j] - means[j]) * ($1[j] - means[j]) } / count)
                    .squareRoot())
        }
        let scaled = rows.map { row in
            [1] + (0..<columns).map { (row[$0] - means[$0]) / spreads[$0] }
        }
        let share = Double(truths.count { $0 }) / count
        var weights = [Double](repeating: 0, count: columns + 1)
        for _ in 0..<40 {
            var gradient = weights.enumerated().map { $0.offset == 0 ? 0 : -ridge * $0.element }
            var hessian = (0...columns).map { i in
                (0...columns).map { i == $0 && i > 0 ? ridge : i == $0 ? 1e-9 : 0 }
            }
            for (row, truth) in zip(scaled, truths) {
                let balance = !isBalanced ? 1 : truth ? 0.5 / share : 0.5 / (1 - share)
                let score = zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 }
                let p = 1 / (1 + exp(-score))
                for i in 0...columns {
                    gradient[i] += balance * ((truth ? 1 : 0) - p) * row[i]
                    for j in 0...columns {
                        hessian[i][j] += balance * p * (1 - p) * row[i] * row[j]
                    }
                }
            }
            let step = Self.solve(hessian, gradient)
            for i in 0...columns { weights[i] += step[i] }
        }
        slopes = (0..<columns).map { weights[$0 + 1] / spreads[$0] }
        offset = weights[0] - zip(slopes, means).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let n = right.count
        for i in 0..<n {
            let pivot = (i..<n).max { abs(rows[$0][i]) < abs(rows[$1][i]) } ?? i
            rows.swapAt(i, pivot)
            for r in 0..<n where r != i {
                let factor = rows[r][i] / rows[i][i]
                for column in i...n { rows[r][column] -= factor * rows[i][column] }
            }
        }
        return (0..<n).map { rows[$0][n] / rows[$0][$0] }
    }
}
