/// Forward and backward prediction errors of Burg's method, one stage at a time.
struct BurgLattice {
    private struct Stretch {
        var forward: [Double]
        var backward: [Double]
        /// Errors left; `forward` begins at `start`, `backward` at 0.
        var start: Int
        var count: Int
    }

    private var stretches: [Stretch]
    /// Sum of squares of all samples.
    let energy: Double

    init(_ samples: [[Double]]) {
        energy = samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        stretches = samples.map {
            Stretch(forward: $0, backward: $0, start: 1, count: $0.count - 1)
        }
    }

    /// −2·Σ f·b / Σ (f² + b²): the coefficient that leaves least of both; nil where nothing is left.
    func reflection() -> Double? {
        // Four sums side by side, in the same order on every run.
        var (cross, square) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for stretch in stretches where stretch.count > 0 {
            stretch.forward.withUnsafeBufferPointer { forward in
                stretch.backward.withUnsafeBufferPointer { backward in
                    for first in stride(from: 0, to: stretch.count, by: 4) {
                        var (ahead, behind) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
                        for lane in 0..<min(4, stretch.count - first) {
                            ahead[lane] = forward[stretch.start + first + lane]
                            behind[lane] = backward[first + lane]
                        }
                        cross += ahead * behind
                        square += ahead * ahead + behind * behind
                    }
                }
            }
        }
        let total = square.sum()
        return total > 0 ? -2 * cross.sum() / total : nil
    }

    mutating func advance(_ reflection: Double) {
        for index in stretches.indices { Self.advance(&stretches[index], reflection) }
    }

    private static func advance(_ stretch: inout Stretch, _ reflection: Double) {
        guard stretch.count > 0 else { return }
        let (start, count) = (stretch.start, stretch.count)
        stretch.forward.withUnsafeMutableBufferPointer { forward in
            stretch.backward.withUnsafeMutableBufferPointer { backward in
                for index in 0..<count {
                    let (ahead, behind) = (forward[start + index], backward[index])
                    forward[start + index] = ahead + reflection * behind
                    backward[index] = behind + reflection * ahead
                }
            }
        }
        stretch.start += 1
        stretch.count -= 1
    }
}
