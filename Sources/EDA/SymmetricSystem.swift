/// A positive definite system of linear equations, solved by Cholesky's factorisation.
struct SymmetricSystem: Sendable {
    let size: Int
    /// Row by row, the lower triangle.
    private(set) var matrix: [Double]
    private(set) var right: [Double]

    init(size: Int) {
        self.size = size
        matrix = Array(repeating: 0, count: size * size)
        right = Array(repeating: 0, count: size)
    }

    /// - Precondition: `row` is not less than `column`.
    mutating func add(_ value: Double, row: Int, column: Int) {
        matrix[row * size + column] += value
    }

    mutating func add(_ value: Double, right row: Int) { right[row] += value }

    func diagonal(_ row: Int) -> Double { matrix[row * size + row] }

    /// The lower triangular factor after each diagonal element has grown by `damping` of itself;
    /// nil if the matrix is not positive definite.
    func factor(damping: Double) -> [Double]? {
        var factor = matrix
        let isSound = factor.withUnsafeMutableBufferPointer { rows -> Bool in
            for row in 0..<size {
                rows[row * size + row] *= 1 + damping
                for column in 0...row {
                    var sum = rows[row * size + column]
                    let (left, up) = (row * size, column * size)
                    for place in 0..<column { sum -= rows[left + place] * rows[up + place] }
                    if column < row {
                        rows[left + column] = sum / rows[up + column]
                    } else {
                        guard sum > 0, sum.isFinite else { return false }
                        rows[left + row] = sum.squareRoot()
                    }
                }
            }
            return true
        }
        return isSound ? factor : nil
    }

    /// The solution, with a factor that `factor(damping:)` gave.
    func solve(_ factor: [Double]) -> [Double] { solve(factor, right) }

    /// One element of the inverse's diagonal.
    func inverseDiagonal(_ row: Int, _ factor: [Double]) -> Double {
        // The squared length of the inverse factor's column.
        var column = Array(repeating: 0.0, count: size)
        var sum = 0.0
        for place in row..<size {
            var value = place == row ? 1.0 : 0
            for left in row..<place { value -= factor[place * size + left] * column[left] }
            column[place] = value / factor[place * size + place]
            sum += column[place] * column[place]
        }
        return sum
    }

    private func solve(_ factor: [Double], _ right: [Double]) -> [Double] {
        var values = right
        for row in 0..<size {
            for column in 0..<row { values[row] -= factor[row * size + column] * values[column] }
            values[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for below in row + 1..<max(size, row + 1) {
                values[row] -= factor[below * size + row] * values[below]
            }
            values[row] /= factor[row * size + row]
        }
        return values
    }
}
