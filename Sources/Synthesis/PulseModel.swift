import Biosignals

import RealModule

/// PPG in counts around 0, up with blood volume: each pulse a steep gamma-shaped systolic wave and
/// a Gaussian reflected wave, a pulse transit time after its R wave.
struct PulseModel: Equatable, Sendable {
    /// From onset to systolic summit.
    private static let riseSeconds = 0.16
    /// From onset to the intersecting-tangents foot: of x³·exp(3(1 − x)) the steepest point lies at
    /// x = 1 − 1/√3, and its tangent meets 0 at x·(1 − 1/(3(1 − x))).
    private static let footSeconds: Double = {
        let steepest = 1 - 1 / 3.0.squareRoot()
        return riseSeconds * steepest * (1 - 1 / (3 * (1 - steepest)))
    }()
    private static let transitSeconds = 0.20

    private let rate: Double
    private let noise: Double
    private var generator: SplitMix64
    private var baseline: Wander
    private var perfusion: Wander
    private var artefact: MotionArtefact

    init(rate: Double, seed: UInt64, noise: Double) {
        self.rate = rate
        self.noise = noise
        var generator = SplitMix64(seed: seed, stream: .ppg)
        baseline = Wander(timeConstant: 6, generator: &generator)
        perfusion = Wander(timeConstant: 120, generator: &generator)
        artefact = MotionArtefact(rate: rate, generator: &generator)
        self.generator = generator
    }

    /// Transit time varies with breathing by ± 5 ms and shortens a little with the heart rate.
    static func pulse(of beat: SyntheticTruth.Beat, breathing: BreathRhythm) -> SyntheticTruth.Pulse
    {
        let breath = 0.005 * Double.sin(breathing.phase(at: beat.seconds))
        let quickness = 0.03 * (beat.rrMilliseconds / 1_000 - 0.85)
        let onset = beat.seconds + transitSeconds + breath + min(max(quickness, -0.02), 0.02)
        return SyntheticTruth.Pulse(
            footSeconds: onset + footSeconds, peakSeconds: onset + riseSeconds,
            beatSeconds: beat.seconds)
    }

    /// Called once per sample, in order.
    mutating func next(
        at seconds: Double, pulses: [SyntheticTruth.Pulse], breathing: BreathRhythm, motion: Double
    ) -> Double {
        let volume = breathing.volume(at: seconds)
        baseline.advance(by: 1 / rate, generator: &generator)
        perfusion.advance(by: 1 / rate, generator: &generator)
        let disturbance = 20 * baseline.value - 25 * volume + 4 * generator.normal()
        let moved = 350 * artefact.next(motion: motion, generator: &generator)
        let height = 600 * (1 - 0.08 * volume) * Double.exp(0.1 * noise * perfusion.value)
        let blood = height * (Self.blood(at: seconds, pulses: pulses) - 0.4)
        return blood + noise * disturbance + moved
    }

    private static func blood(at seconds: Double, pulses: [SyntheticTruth.Pulse]) -> Double {
        var sum = 0.0
        for pulse in pulses {
            let lag = seconds - (pulse.peakSeconds - riseSeconds)
            guard lag > 0, lag < 2 else { continue }
            let share = lag / riseSeconds
            sum += share * share * share * Double.exp(3 * (1 - share))
            let reflected = (lag - 0.40) / 0.075
            sum += 0.28 * Double.exp(-0.5 * reflected * reflected)
        }
        return sum
    }
}
