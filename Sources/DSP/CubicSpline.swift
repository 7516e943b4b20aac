/// Interpolating cubic spline with not-a-knot ends: through every point, twice continuously
/// differentiable, and one cubic across each of the first and the last two pieces.
///
/// Two points make a line, three a parabola.
/// Source: de Boor, A Practical Guide to Splines (1978), chapter IV; the ends that
///         scipy.interpolate.CubicSpline takes by default.
public struct CubicSpline: Equatable, Sendable {
    private let x: [Double]
    private let y: [Double]
    private let slopes: [Double]

    /// Nil unless there are two points or more, all finite, `x` strictly increasing.
    public init?(x: [Double], y: [Double]) {
        guard x.count == y.count, x.count >= 2, x.allSatisfy(\.isFinite),
            y.allSatisfy(\.isFinite), zip(x, x.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.x = x
        self.y = y
        slopes = Self.slopes(x, y)
    }

    /// Value at one place; beyond the ends the outermost cubic goes on.
    public func value(at place: Double) -> Double {
        var low = 0
        var high = x.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if x[middle] <= place { low = middle } else { high = middle }
        }
        return value(at: place, in: low)
    }

    /// Values at `start`, `start + step`, …: `count` of them, in linear time.
    /// - Precondition: `step` is positive.
    public func values(from start: Double, step: Double, count: Int) -> [Double] {
        precondition(step > 0, "A grid goes forward: \(step).")
        var piece = 0
        return (0..<max(0, count)).map { index in
            let place = start + Double(index) * step
            while piece < x.count - 2, x[piece + 1] <= place { piece += 1 }
            return value(at: place, in: piece)
        }
    }

    /// Cubic Hermite form of one piece.
    private func value(at place: Double, in piece: Int) -> Double {
        let width = x[piece + 1] - x[piece]
        let offset = place - x[piece]
        let chord = (y[piece + 1] - y[piece]) / width
        let bend = (slopes[piece] + slopes[piece + 1] - 2 * chord) / width
        let second = (chord - slopes[piece]) / width - bend
        return y[piece] + offset * (slopes[piece] + offset * (second + offset * bend / width))
    }

    /// The slope at each knot, from continuity of the second derivative within and of the third
    /// across the second and the last but one knot.
    private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
        let count = x.count
        let width = (0..<count - 1).map { x[$0 + 1] - x[$0] }
        let chord = (0..<count - 1).map { (y[$0 + 1] - y[$0]) / width[$0] }
        if count == 2 { return [chord[0], chord[0]] }
        if count == 3 { return parabola(width, chord) }
        // One tridiagonal row per knot: lower · s[i − 1] + diagonal · s[i] + upper · s[i + 1].
        var (diagonal, upper, right) = ([width[1]], [width[0] + width[1]], [0.0])
        right[0] =
            ((width[0] + 2 * upper[0]) * width[1] * chord[0] + width[0] * width[0] * chord[1])
            / upper[0]
        for knot in 1..<count - 1 {
            let factor = width[knot] / diagonal[knot - 1]
            diagonal.append(2 * (width[knot - 1] + width[knot]) - factor * upper[knot - 1])
            upper.append(width[knot - 1])
            right.append(
                3 * (width[knot] * chord[knot - 1] + width[knot - 1] * chord[knot])
                    - factor * right[knot - 1])
        }
        let (last, span) = (count - 2, width[count - 2] + width[count - 3])
        let end =
            (width[last] * width[last] * chord[last - 1]
                + (2 * span + width[last]) * width[last - 1] * chord[last]) / span
        let factor = span / diagonal[last]
        var slopes = Array(repeating: 0.0, count: count)
        slopes[count - 1] =
            (end - factor * right[last]) / (width[last - 1] - factor * upper[last])
        for knot in stride(from: last, through: 0, by: -1) {
            slopes[knot] = (right[knot] - upper[knot] * slopes[knot + 1]) / diagonal[knot]
        }
        return slopes
    }

    private static func parabola(_ width: [Double], _ chord: [Double]) -> [Double] {
        let middle = (width[1] * chord[0] + width[0] * chord[1]) / (width[0] + width[1])
        return [2 * chord[0] - middle, middle, 2 * chord[1] - middle]
    }
}
