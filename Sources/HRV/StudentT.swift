import RealModule

/// Student's t distribution, for any number of degrees of freedom.
package enum StudentT {
    /// Probability of a value that lies at least as far from 0, on either side.
    ///
    /// The regularised incomplete beta function I(ν / 2, 1/2) at ν / (ν + t²).
    package static func pValue(_ t: Double, freedom: Double) -> Double {
        let square = t * t
        guard square > 0 else { return 1 }
        // The fraction converges fast below (a + 1) / (a + b + 2), the other tail's above.
        let (a, b) = (freedom / 2, 0.5)
        let (x, rest) = (freedom / (freedom + square), square / (freedom + square))
        let front = Double.exp(
            Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b)
                + a * Double.log(x) + b * Double.log(rest))
        let p =
            x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a, b) / a : 1 - front * fraction(rest, b, a) / b
        return min(1, max(0, p))
    }

    /// Probability of a value that lies below.
    package static func probability(below t: Double, freedom: Double) -> Double {
        let half = pValue(t, freedom: freedom) / 2
        return t < 0 ? half : 1 - half
    }

    /// The value that lies further from 0 with this probability, on both sides together.
    /// - Precondition: `probability` lies in 0.001…1.
    package static func quantile(_ probability: Double, freedom: Double) -> Double {
        var (low, high) = (0.0, 1_000.0)  // With one degree of freedom 0.001 lies at 637.
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if pValue(middle, freedom: freedom) > probability {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }

    /// The continued fraction of the incomplete beta function, from the front (Lentz's method).
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var (c, result) = (1.0, d)
        for step in 1...300 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            for term in [even, odd] {
                d = 1 / kept(1 + term * d)
                c = kept(1 + term / c)
                result *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return result
    }
}
