import RealModule

/// Whether a beat stands where the rhythm around it puts it.
///
/// The errors of the tachogram's model are taken to follow Student's t with `freedom` degrees, so that
/// one odd interval, as a sigh makes, costs little; a misplaced beat leaves a pattern in several.
/// Source: Lange, Little & Taylor (1989), doi:10.1080/01621459.1989.10478852.
struct BeatTiming {
    /// How late the beat comes, ms, as best the model can say.
    let late: Double
    /// −log likelihood of the errors around with the beat where it is, and with it where it should
    /// be.
    let costHere: Double
    let costThere: Double

    var saving: Double { costHere - costThere }

    private static let freedom = 8.0
    private static let steps = 4

    /// - Parameter displaced: the beat is judged as if it stood so much later, ms.
    init?(ofBeat index: Int, in model: TachogramModel, displaced: Double = 0) {
        guard let (errors, pattern) = model.view(ofBeat: index) else { return nil }
        var power = 0.0
        for value in pattern { power += value * value }
        guard power > 0 else { return nil }
        var late = 0.0
        for (error, value) in zip(errors, pattern) { late += error * value / power }
        for _ in 0..<Self.steps {
            var (above, below) = (0.0, 0.0)
            for (error, value) in zip(errors, pattern) {
                let rest = error - late * value
                let weight = value / (1 + rest * rest / Self.freedom)
                above += weight * error
                below += weight * value
            }
            late = above / below
        }
        guard late.isFinite else { return nil }
        self.late = late
        costHere = Self.cost(errors, pattern, -displaced)
        costThere = Self.cost(errors, pattern, late)
    }

    private static func cost(
        _ errors: [Double], _ pattern: [Double], _ late: Double
    ) -> Double {
        var product = 1.0
        for (error, value) in zip(errors, pattern) {
            let rest = error - late * value
            product *= 1 + rest * rest / freedom
        }
        return (freedom + 1) / 2 * Double.log(product)
    }
}
