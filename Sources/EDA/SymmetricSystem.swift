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

    /// The lower triangular factor after each diagonal element has grown by `damping` of itself;
    /// nil if the matrix is not positive definite.
    func factor(damping: Double) -> [Double]? {
        var factor = matrix
        let starts = starts()
        let isSound = factor.withUnsafeMutableBufferPointer { rows -> Bool in
            for row in 0..<size {
                rows[row * size + row] *= 1 + damping
                for column in starts[row]...row {
                    var sum = rows[row * size + column]
                    let (left, up) = (row * size, column * size)
                    let start = max(starts[row], starts[column])
                    if start < column {
                        for place in start..<column { sum -= rows[left + place] * rows[up + place] }
                    }
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

    /// Where each row's first element that is not zero lies: the factor has none before it either.
    private func starts() -> [Int] {
        matrix.withUnsafeBufferPointer { matrix in
            (0..<size).map { row in
                var column = 0
                while column < row, matrix[row * size + column] == 0 { column += 1 }
                return column
            }
        }
    }

    /// The solution, with a factor that `factor(damping:)` gave.
    func solve(_ factor: [Double]) -> [Double] { solve(factor, right) }

    /// One element of the inverse's diagonal.
    func inverseDiagonal(_ row: Int, _ factor: [Double]) -> Double {
        // The squared length of the inverse factor's column.
        var column = Array(repeating: 0.0, count: size)
        return factor.withUnsafeBufferPointer { factor in
            column.withUnsafeMutableBufferPointer { column in
                var sum = 0.0
                for place in row..<size {
                    var value = place == row ? 1.0 : 0
                    for left in row..<place { value -= factor[place * size + left] * column[left] }
                    column[place] = value / factor[place * size + place]
                    sum += column[place] * column[place]
                }
                return sum
            }
        }
    }

    private func solve(_ factor: [Double], _ right: [Double]) -> [Double] {
        var values = right
        factor.withUnsafeBufferPointer { factor in
            values.withUnsafeMutableBufferPointer { values in
                for row in 0..<size {
                    var sum = values[row]
                    for column in 0..<row { sum -= factor[row * size + column] * values[column] }
                    values[row] = sum / factor[row * size + row]
                }
                for row in (0..<size).reversed() {
                    values[row] /= factor[row * size + row]
                    let value = values[row]
                    for column in 0..<row { values[column] -= factor[row * size + column] * value }
                }
            }
        }
        return values
    }
}
