import Biosignals
import RealModule

/// What the beats that look like a beat say of it: where they came early it is believed to be ectopic
/// though it came in time, and the other way round.
///
/// Input:  each beat's shape, and the chance that it is ectopic as far as known.
/// Output: log likelihood ratio of each shape, ectopic over normal; 0 where there is no shape.
/// A beat's neighbours vote, each as heavily as it is similar; the beat itself has no vote. A kernel
/// estimate of the two densities, whose ratio leaves out how frequent ectopy is: that is the chain's to
/// say. What is like nothing around it is a stranger, and more often ectopic than not.
struct ShapeVotes {
    /// Fewer shapes than this say nothing about one another.
    private static let beatsMin = 8

    let ratios: [Double]

    init(shapes: [SIMD8<Float>?], chance: [Double], model: EctopicModel) {
        let known = shapes.indices.filter { shapes[$0] != nil }
        var ratios = Array(repeating: 0.0, count: shapes.count)
        guard known.count >= Self.beatsMin else {
            self.ratios = ratios
            return
        }
        let values = known.map { shapes[$0] ?? .zero }
        let sizes = values.map { Double(($0 * $0).sum()).squareRoot() }
        let scale = RunningQuantiles.values(
            of: sizes, window: 2 * model.voters + 1, shares: [0.5]
        ).map { Float($0[0]) }
        let ectopic = known.map { Float(chance[$0]) }
        let reach = model.voters
        for index in values.indices {
            let width = Float(model.likeness) * max(scale[index], .leastNormalMagnitude)
            let inverse = 1 / (width * width)
            var (votes, all, votesTotal) = (Float(0), Float(0), Float(0))
            let range = max(0, index - reach)...min(values.count - 1, index + reach)
            for other in range where other != index {
                let step = values[index] - values[other]
                let near = max(0, 1 - (step * step).sum() * inverse)
                let weight = near * near
                all += weight
                votes += weight * ectopic[other]
                votesTotal += ectopic[other]
            }
            let count = Double(range.count - 1)
            let (early, total) = (Double(votes), Double(all))
            let base = (Double(votesTotal) + 1) / (count - Double(votesTotal) + 1)
            let odds =
                (early + model.strangerVotes * base.squareRoot())
                / (max(0, total - early) + model.sinusVotes)
            let ratio = model.shapeWeight * Double.log(odds / base)
            ratios[known[index]] = max(-model.shapeMin, min(model.shapeMax, ratio))
        }
        self.ratios = ratios
    }
}
