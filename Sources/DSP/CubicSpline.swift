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
        return cubic(low).value(at: place - x[low])
    }

    /// Values at `start`, `start + step`, …: `count` of them, in linear time.
    /// - Precondition: `step` is positive.
    public func values(from start: Double, step: Double, count: Int) -> [Double] {
        precondition(step > 0, "A grid goes forward: \(step).")
        guard count > 0 else { return [] }
        return [Double](unsafeUninitializedCapacity: count) { values, filled in
            var index = 0
            for piece in 0..<x.count - 1 where index < count {
                let cubic = cubic(piece)
                let (from, isLast) = (x[piece], piece == x.count - 2)
                while index < count {
                    let place = start + Double(index) * step
                    guard isLast || place < x[piece + 1] else { break }
                    values.initializeElement(at: index, to: cubic.value(at: place - from))
                    index += 1
                }
            }
            filled = count
        }
    }

    /// One piece in powers of the distance from its first knot.
    private struct Cubic {
        let constant: Double
        let slope: Double
        let second: Double
        let third: Double

        func value(at offset: Double) -> Double {
            constant + offset * (slope + offset * (second + offset * third))
        }
    }

    /// From the Hermite form.
    private func cubic(_ piece: Int) -> Cubic {
        let width = x[piece + 1] - x[piece]
        let chord = (y[piece + 1] - y[piece]) / width
        let bend = (slopes[piece] + slopes[piece + 1] - 2 * chord) / width
        return Cubic(
            constant: y[piece], slope: slopes[piece],
            second: (chord - slopes[piece]) / width - bend, third: bend / width)
    }

    /// The slope at each knot, from continuity of the second derivative within and of the third
    /// across the second and the last but one knot.
    private static func slopes(_ x: [Double], _ y: [Double]) -> [Double] {
        let count = x.count
        func width(_ piece: Int) -> Double { x[piece + 1] - x[piece] }
        func chord(_ piece: Int) -> Double { (y[piece + 1] - y[piece]) / width(piece) }
        if count == 2 { return [chord(0), chord(0)] }
        if count == 3 { return parabola([width(0), width(1)], [chord(0), chord(1)]) }
        // One tridiagonal row per knot: lower · s[i − 1] + diagonal · s[i] + upper · s[i + 1].
        // Eliminated, a row is share · s[i + 1] + s[i] = slopes[i].
        var share = [Double](repeating: 0, count: count)
        var slopes = share
        let (first, ends) = (width(0), width(0) + width(1))
        share[0] = ends / width(1)
        slopes[0] =
            ((first + 2 * ends) * width(1) * chord(0) + first * first * chord(1)) / ends / width(1)
        var (before, chordBefore) = (first, chord(0))
        for knot in 1..<count - 1 {
            let (after, chordAfter) = (width(knot), chord(knot))
            let pivot = 2 * (before + after) - after * share[knot - 1]
            share[knot] = before / pivot
            slopes[knot] =
                (3 * (after * chordBefore + before * chordAfter) - after * slopes[knot - 1])
                / pivot
            (before, chordBefore) = (after, chordAfter)
        }
        let last = count - 2
        let span = width(last) + width(last - 1)
        let end =
            (width(last) * width(last) * chord(last - 1)
                + (2 * span + width(last)) * width(last - 1) * chord(last)) / span
        slopes[count - 1] =
            (end - span * slopes[last]) / (width(last - 1) - span * share[last])
        for knot in stride(from: last, through: 0, by: -1) {
            slopes[knot] -= share[knot] * slopes[knot + 1]
        }
        return slopes
    }

    private static func parabola(_ width: [Double], _ chord: [Double]) -> [Double] {
        let middle = (width[1] * chord[0] + width[0] * chord[1]) / (width[0] + width[1])
        return [2 * chord[0] - middle, middle, 2 * chord[1] - middle]
    }
}
