import RealModule

/// The two parameters of a logistic with a normal prior, at the maximum of their posterior.
struct PersonalFit {
    struct Point: Equatable {
        let logit: Double
        let isYes: Bool
    }

    let parameters: (a: Double, b: Double)

    /// A fit comes to rest in four or five steps; the bound is for the proof only.
    private static let stepsMax = 100

    init(_ points: [Point]) {
        let free = Self.maximum(points, holdsSlope: false)
        // The posterior is log-concave: where its top lies below b = 0, the best of what is let in
        // lies on b = 0.
        parameters = free.b >= 0 ? free : Self.maximum(points, holdsSlope: true)
    }

    /// Newton's method, each step shortened until the posterior rises.
    private static func maximum(_ points: [Point], holdsSlope: Bool) -> (a: Double, b: Double) {
        let precision = PersonalLayer.priorWeight / 4
        var (a, b) = (0.0, holdsSlope ? 0.0 : 1.0)
        var height = height(points, a, b)
        for _ in 0..<stepsMax {
            var gradient = (a: -precision * a, b: -precision * (b - 1))
            var (aa, ab, bb) = (precision, 0.0, precision)
            for point in points {
                let p = PersonalLayer.sigmoid(a + b * point.logit)
                let rest = (point.isYes ? 1 : 0) - p
                let weight = p * (1 - p)
                gradient.a += rest
                gradient.b += rest * point.logit
                aa += weight
                ab += weight * point.logit
                bb += weight * point.logit * point.logit
            }
            var step = (a: gradient.a / aa, b: 0.0)
            if !holdsSlope {
                let determinant = aa * bb - ab * ab
                step = (
                    (bb * gradient.a - ab * gradient.b) / determinant,
                    (aa * gradient.b - ab * gradient.a) / determinant
                )
            }
            var share = 1.0
            var next = Self.height(points, a + step.a, b + step.b)
            // At the top all that is left of a difference is rounding.
            let slack = 1e-12 * (1 + abs(height))
            while next < height - slack, share > 1e-6 {
                share /= 2
                next = Self.height(points, a + share * step.a, b + share * step.b)
            }
            guard next >= height - slack else { break }
            (a, b, height) = (a + share * step.a, b + share * step.b, next)
            if abs(step.a) + abs(step.b) < 1e-12 { break }
        }
        return (a, b)
    }

    /// Log of the posterior but for a constant.
    private static func height(_ points: [Point], _ a: Double, _ b: Double) -> Double {
        let prior = -PersonalLayer.priorWeight / 8 * (a * a + (b - 1) * (b - 1))
        return points.reduce(prior) { sum, point in
            let x = a + b * point.logit
            // ln sigmoid(±x), without overflow.
            let signed = point.isYes ? x : -x
            let tail = Double.log(onePlus: .exp(-abs(signed)))
            return sum - tail + min(0, signed)
        }
    }
}
