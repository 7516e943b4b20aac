/// The integral of a smooth function by Gauss's rule of five points on pieces that are halved until
/// halving changes nothing.
struct AdaptiveIntegral {
    /// Nodes and weights of Gauss and Legendre on −1…1.
    /// Source: Abramowitz & Stegun (1964), table 25.4.
    private static let nodes = [0, 0.538_469_310_105_683_1, 0.906_179_845_938_664]
    private static let weights = [
        0.568_888_888_888_888_9, 0.478_628_670_499_366_47, 0.236_926_885_056_189_08,
    ]
    /// The same as a share of the piece: beyond it a narrow peak is rounding, and the rule's error is
    /// far smaller than what halving changes.
    private static let changeMax = 1e-7
    /// Halvings: a peak of 2⁻⁴⁰ of a piece's width is as narrow as doubles can tell.
    private static let depthMax = 40

    /// Largest change by a halving that is taken for none.
    let tolerance: Double
    let function: (Double) -> Double

    func value(from lower: Double, to upper: Double, panels: Int) -> Double {
        let width = (upper - lower) / Double(panels)
        return (0..<panels).reduce(0) { sum, panel in
            let start = lower + Double(panel) * width
            let end = panel == panels - 1 ? upper : start + width
            return sum + refined(start, end, gauss(start, end), depth: 0)
        }
    }

    private func refined(
        _ lower: Double, _ upper: Double, _ whole: Double, depth: Int
    ) -> Double {
        let middle = (lower + upper) / 2
        let (left, right) = (gauss(lower, middle), gauss(middle, upper))
        let change = abs(left + right - whole)
        if change <= tolerance || change <= Self.changeMax * abs(whole) || depth == Self.depthMax {
            return left + right
        }
        return refined(lower, middle, left, depth: depth + 1)
            + refined(middle, upper, right, depth: depth + 1)
    }

    private func gauss(_ lower: Double, _ upper: Double) -> Double {
        let (middle, half) = ((lower + upper) / 2, (upper - lower) / 2)
        var sum = Self.weights[0] * function(middle)
        for index in 1..<Self.nodes.count {
            let offset = half * Self.nodes[index]
            sum += Self.weights[index] * (function(middle - offset) + function(middle + offset))
        }
        return half * sum
    }
}
