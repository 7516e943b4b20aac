/// A cubic B-spline with equal distances between its knots, sampled on a grid.
struct LevelSpline: Sendable {
    /// Basis functions; the first three and the last three reach over the ends.
    let count: Int
    private let firsts: [Int]
    private let weights: [SIMD4<Double>]

    /// - Parameters:
    ///   - samples: how many the grid has, at least 2.
    ///   - spacing: wanted between knots, in samples; stretched so that the knots end on the grid.
    init(samples: Int, spacing: Double) {
        let pieces = max(1, Int((Double(samples - 1) / spacing).rounded()))
        let distance = Double(samples - 1) / Double(pieces)
        count = pieces + 3
        var (firsts, weights): ([Int], [SIMD4<Double>]) = ([], [])
        for sample in 0..<samples {
            let place = Double(sample) / distance
            let piece = min(Int(place), pieces - 1)
            let u = place - Double(piece)
            let v = 1 - u
            let (inner, outer) = (4 - 6 * u * u + 3 * u * u * u, 4 - 6 * v * v + 3 * v * v * v)
            firsts.append(piece)
            weights.append(SIMD4(v * v * v, inner, outer, u * u * u) / 6)
        }
        (self.firsts, self.weights) = (firsts, weights)
    }

    /// The first of the four functions that are not zero at a sample, and their values there.
    @inline(__always)
    func weights(at sample: Int) -> (first: Int, values: SIMD4<Double>) {
        (firsts[sample], weights[sample])
    }

    func values(_ coefficients: [Double]) -> [Double] {
        firsts.indices.map { sample in
            let (first, weights) = (firsts[sample], weights[sample])
            var sum = weights[0] * coefficients[first] + weights[1] * coefficients[first + 1]
            sum += weights[2] * coefficients[first + 2] + weights[3] * coefficients[first + 3]
            return sum
        }
    }

    /// The sums of products of each basis function with `values`, which begin at sample `start`.
    func products(with values: [Double], from start: Int) -> (first: Int, sums: [Double]) {
        guard let last = values.indices.last else { return (0, []) }
        let first = firsts[start]
        var sums = Array(repeating: 0.0, count: firsts[start + last] + 4 - first)
        var place = 0
        while place < values.count {
            let piece = firsts[start + place]
            var sum = SIMD4<Double>.zero
            while place < values.count, firsts[start + place] == piece {
                sum += values[place] * weights[start + place]
                place += 1
            }
            for lane in 0..<4 { sums[piece - first + lane] += sum[lane] }
        }
        return (first, sums)
    }
}
