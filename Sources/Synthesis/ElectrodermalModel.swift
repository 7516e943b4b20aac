import Biosignals

import RealModule

/// Skin conductance in µS: a slowly drifting level and responses of Bateman shape at random times.
///
/// Source: the impulse response with time constants 0.7 and 2 s of Benedek & Kaernbach (2010),
/// doi:10.1016/j.jneumeth.2010.04.028 (there 0.75 and 2 s).
struct ElectrodermalModel: Equatable, Sendable {
    private static let riseConstant = 0.7
    private static let decayConstant = 2.0
    /// From onset to peak.
    static let peakSeconds: Double =
        Double.log(decayConstant / riseConstant) * riseConstant * decayConstant
        / (decayConstant - riseConstant)
    /// A response is below a millionth of its height after this.
    static let lastingSeconds = 30.0

    private static let tonicSmoothing = 30.0

    private let rate: Double
    private let noise: Double
    private var generator: SplitMix64
    private var level: Wander
    private var slow: Wander
    /// Logarithm of the tonic level over 5 µS: both wanders, smoothed, for skin dries slowly.
    private var tonic: Double
    private var artefact: MotionArtefact

    init(rate: Double, seed: UInt64, noise: Double) {
        self.rate = rate
        self.noise = noise
        var generator = SplitMix64(seed: seed, stream: .eda)
        level = Wander(timeConstant: 1_200, generator: &generator)
        slow = Wander(timeConstant: 180, generator: &generator)
        tonic = Self.drift(level, slow)
        artefact = MotionArtefact(rate: rate, generator: &generator)
        self.generator = generator
    }

    /// Called once per sample, in order.
    mutating func next(at seconds: Double, scrs: [SyntheticTruth.SCR], motion: Double) -> Double {
        level.advance(by: 1 / rate, generator: &generator)
        slow.advance(by: 1 / rate, generator: &generator)
        let kept = Double.exp(-1 / (rate * Self.tonicSmoothing))
        tonic = kept * tonic + (1 - kept) * Self.drift(level, slow)
        let disturbance = 0.001 * generator.normal()
        let moved = 0.01 * artefact.next(motion: motion, generator: &generator)
        let phasic = Self.phasic(at: seconds, scrs: scrs)
        return max(5 * Double.exp(tonic) + phasic + noise * disturbance + moved, 0)
    }

    private static func drift(_ level: Wander, _ slow: Wander) -> Double {
        0.12 * level.value + 0.03 * slow.value
    }

    private static func phasic(at seconds: Double, scrs: [SyntheticTruth.SCR]) -> Double {
        let top = bateman(peakSeconds)
        var sum = 0.0
        for scr in scrs {
            let lag = seconds - scr.onsetSeconds
            guard lag > 0, lag < lastingSeconds else { continue }
            sum += scr.amplitudeMicrosiemens * bateman(lag) / top
        }
        return sum
    }

    private static func bateman(_ lag: Double) -> Double {
        Double.exp(-lag / decayConstant) - Double.exp(-lag / riseConstant)
    }
}
