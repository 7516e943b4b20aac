import Foundation

/// A probability from a score: offset and weight, either as compiled in or fitted.
struct ArousalFit {
    let offset: Double
    let weight: Double

    func probability(_ score: Double, prior: Double) -> Double {
        1 / (1 + exp(-(log(prior / (1 - prior)) + offset + weight * score)))
    }

    init(offset: Double, weight: Double) {
        self.offset = offset
        self.weight = weight
    }

    /// Logistic regression in which both kinds weigh alike, a trace of ridge on the weight (0.01), by
    /// Newton's method; nil without both kinds.
    init?(_ looks: [(score: Double, isStress: Bool)]) {
        let stressed = Double(looks.count(where: \.isStress))
        let resting = Double(looks.count) - stressed
        guard stressed > 0, resting > 0 else { return nil }
        var (offset, weight) = (0.0, 0.0)
        let ridge = 0.01
        for _ in 0..<50 {
            var (g0, g1, h00, h01, h11) = (0.0, -ridge * weight, 0.0, 0.0, ridge)
            for look in looks {
                let share = 0.5 / (look.isStress ? stressed : resting)
                let p = 1 / (1 + exp(-(offset + weight * look.score)))
                let miss = (look.isStress ? 1 : 0) - p
                g0 += share * miss
                g1 += share * miss * look.score
                h00 += share * p * (1 - p)
                h01 += share * p * (1 - p) * look.score
                h11 += share * p * (1 - p) * look.score * look.score
            }
            let determinant = h00 * h11 - h01 * h01
            guard determinant > 1e-12 else { break }
            offset += (h11 * g0 - h01 * g1) / determinant
            weight += (h00 * g1 - h01 * g0) / determinant
        }
        self.offset = offset
        self.weight = weight
    }
}
