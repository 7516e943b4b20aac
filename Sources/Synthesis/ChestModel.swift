import Biosignals

/// Respiration as a chest belt or impedance shows it, in counts around 0, up with inhaling.
struct ChestModel: Equatable, Sendable {
    private let rate: Double
    private let noise: Double
    private var generator: SplitMix64
    private var baseline: Wander
    private var artefact: MotionArtefact

    init(rate: Double, seed: UInt64, noise: Double) {
        self.rate = rate
        self.noise = noise
        var generator = SplitMix64(seed: seed, stream: .respiration)
        baseline = Wander(timeConstant: 30, generator: &generator)
        artefact = MotionArtefact(rate: rate, generator: &generator)
        self.generator = generator
    }

    /// Called once per sample, in order.
    mutating func next(at seconds: Double, breathing: BreathRhythm, motion: Double) -> Double {
        baseline.advance(by: 1 / rate, generator: &generator)
        let disturbance = 40 * baseline.value + 4 * generator.normal()
        let moved = 80 * artefact.next(motion: motion, generator: &generator)
        return 800 * breathing.volume(at: seconds) + noise * disturbance + moved
    }
}
