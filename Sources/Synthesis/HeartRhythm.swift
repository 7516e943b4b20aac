import Biosignals
import RealModule

/// Beat after beat with respiratory (HF), 0.1 Hz (LF) and slow, 1/f-like variability.
///
/// Every component is proportional to one amplitude, and that amplitude is solved in closed form
/// from the RMSSD wanted: a sine of amplitude A and frequency f sampled every T seconds has
/// successive differences of mean square 2·A²·sin²(πfT); a first-order process of variance s² and
/// time constant τ has 2·s²·(1 − exp(−T/τ)); independent jitter of variance s² has 2·s².
struct HeartRhythm: Equatable, Sendable {
    private static let lowFrequency = 0.1
    /// Relative to the amplitude of the respiratory component.
    private static let lowFrequencyAmplitude = 0.9
    private static let jitter = 0.12
    /// Standard deviation of each slow component, whose time constants stand a factor of four
    /// apart: their sum falls off about as 1/f between them.
    private static let drift = 0.3
    private static let driftTimeConstants = [15.0, 60, 240, 960]
    /// An interval stays physiological whatever the draws.
    private static let rrRange = 0.25...2.8

    private(set) var beats: [SyntheticTruth.Beat] = []
    private var lowPhase: Double
    private var drifts: [Wander]
    private var generator: SplitMix64

    init(seed: UInt64, from start: Double) {
        var generator = SplitMix64(seed: seed, stream: .heart)
        lowPhase = 2 * .pi * generator.uniform()
        drifts = []
        for constant in Self.driftTimeConstants {
            drifts.append(Wander(timeConstant: constant, generator: &generator))
        }
        let first = start + 0.5 * generator.uniform()
        beats.append(SyntheticTruth.Beat(seconds: first, rrMilliseconds: 800))
        self.generator = generator
    }

    /// `breathing` must reach as far as the last beat made here.
    mutating func extend(
        through seconds: Double, schedule: PhaseSchedule, breathing: BreathRhythm
    ) {
        while let last = beats.last, last.seconds <= seconds {
            let state = schedule.state(at: last.seconds)
            let rr = interval(state, breathPhase: breathing.phase(at: last.seconds))
            beats.append(
                SyntheticTruth.Beat(seconds: last.seconds + rr, rrMilliseconds: rr * 1_000))
        }
    }

    mutating func forget(before seconds: Double) {
        let old = beats.prefix { $0.seconds < seconds }.count
        beats.removeFirst(min(old, beats.count - 1))
    }

    /// The next interval in seconds; moves every oscillator to its end.
    private mutating func interval(_ state: BodyState, breathPhase: Double) -> Double {
        let mean = 60 / state.heartRate
        let slow = drifts.reduce(0) { $0 + $1.value } * Self.drift
        // The heart quickens while inhaling, hence the minus.
        let shape =
            -Double.sin(breathPhase) + Self.lowFrequencyAmplitude * Double.sin(lowPhase)
            + Self.jitter * generator.normal() + slow
        let amplitude = state.rmssd / 1_000 / Self.rmssdOfUnitAmplitude(state, every: mean)
        let rr = min(
            max(mean + amplitude * shape, Self.rrRange.lowerBound), Self.rrRange.upperBound)
        lowPhase += 2 * .pi * Self.lowFrequency * rr + 0.08 * generator.normal()
        lowPhase.formTruncatingRemainder(dividingBy: 2 * .pi)
        for index in drifts.indices { drifts[index].advance(by: rr, generator: &generator) }
        return rr
    }

    private static func rmssdOfUnitAmplitude(_ state: BodyState, every mean: Double) -> Double {
        func sine(_ amplitude: Double, _ hertz: Double) -> Double {
            let half = amplitude * Double.sin(.pi * hertz * mean)
            return 2 * half * half
        }
        var square = sine(1, state.breathing / 60) + sine(lowFrequencyAmplitude, lowFrequency)
        square += 2 * jitter * jitter
        for constant in driftTimeConstants {
            square += 2 * drift * drift * (1 - Double.exp(-mean / constant))
        }
        return square.squareRoot()
    }
}
