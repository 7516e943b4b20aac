import Biosignals

/// Magnitude of acceleration in g: 1 at rest, with the step rhythm when walking.
struct AccelerationModel: Equatable, Sendable {
    private let noise: Double
    private var generator: SplitMix64
    private var artefact: MotionArtefact

    init(rate: Double, seed: UInt64, noise: Double) {
        self.noise = noise
        var generator = SplitMix64(seed: seed, stream: .acceleration)
        artefact = MotionArtefact(rate: rate, generator: &generator)
        self.generator = generator
    }

    /// Called once per sample, in order.
    mutating func next(motion: Double) -> Double {
        let moved = 0.2 * artefact.next(motion: motion, generator: &generator)
        return max(1 + noise * 0.004 * generator.normal() + moved, 0)
    }
}
