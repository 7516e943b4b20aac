/// Interpolating quadratic spline whose pieces join midway between the points, the outermost two
/// pieces being one: once continuously differentiable.
///
/// Source: de Boor, A Practical Guide to Splines (1978), chapter XIII; the spline of degree two that
///         scipy.interpolate.make_interp_spline makes by default.
public struct QuadraticSpline: Equatable, Sendable {
    private let x: [Double]
    /// Every knot, the ends three times.
    private let knots: [Double]
    private let coefficients: [Double]
    private let ends: (first: Double, last: Double)

    /// Nil unless there are three points or more, all finite, `x` strictly increasing.
    public init?(x: [Double], y: [Double]) {
        guard x.count == y.count, x.count >= 3, x.allSatisfy(\.isFinite),
            y.allSatisfy(\.isFinite), zip(x, x.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        let last = x.count - 1
        let inner = last > 2 ? (1...last - 2).map { (x[$0] + x[$0 + 1]) / 2 } : []
        let knots =
            Array(repeating: x[0], count: 3) + inner + Array(repeating: x[last], count: 3)
        // One row per point, of the three basis functions around it.
        var (upper, right) = ([0.0], [y[0]])
        for point in 1..<last {
            let span = point == 1 ? 2 : min(point + 1, last)
            let (lower, middle, next) = Self.basis(at: x[point], in: span, knots)
            let pivot = middle - lower * upper[point - 1]
            upper.append(next / pivot)
            right.append((y[point] - lower * right[point - 1]) / pivot)
        }
        right.append(y[last])
        for point in stride(from: last - 1, to: 0, by: -1) {
            right[point] -= upper[point] * right[point + 1]
        }
        self.x = x
        self.knots = knots
        coefficients = right
        ends = (y[0], y[last])
    }

    public static func == (one: Self, other: Self) -> Bool {
        one.knots == other.knots && one.coefficients == other.coefficients
    }

    /// Values at `start`, `start + step`, …: `count` of them, in linear time. Before the first point
    /// and beyond the last their values go on.
    /// - Precondition: `step` is positive.
    public func values(from start: Double, step: Double, count: Int) -> [Double] {
        precondition(step > 0, "A grid goes forward: \(step).")
        var span = 2
        return (0..<max(0, count)).map { index in
            let place = start + Double(index) * step
            if place < x[0] { return ends.first }
            if place > x[x.count - 1] { return ends.last }
            while span < x.count - 1, knots[span + 1] <= place { span += 1 }
            let (lower, middle, next) = Self.basis(at: place, in: span, knots)
            return lower * coefficients[span - 2] + middle * coefficients[span - 1]
                + next * coefficients[span]
        }
    }

    /// The three basis functions that are not zero between knot `span` and the next.
    private static func basis(
        at place: Double, in span: Int, _ knots: [Double]
    ) -> (Double, Double, Double) {
        let (from, to) = (knots[span], knots[span + 1])
        let (left, right) = (to - place, place - from)
        let lower = left * left / ((to - knots[span - 1]) * (to - from))
        let next = right * right / ((knots[span + 2] - from) * (to - from))
        return (lower, 1 - lower - next, next)
    }
}
