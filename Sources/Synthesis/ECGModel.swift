import Biosignals

import RealModule

/// Single-lead ECG in mV: P, Q, R, S and T as Gaussian bumps at fixed places around each R wave,
/// P and T moving with the heart rate (QT by Bazett's square root).
///
/// Source: in the spirit of McSharry et al. (2003), doi:10.1109/TBME.2003.808805.
/// Differs: bumps are summed in time around R waves given beforehand, not integrated along a limit
/// cycle, so that the time of every R wave is known exactly.
struct ECGModel: Equatable, Sendable {
    private struct Bump {
        let offset: Double
        let width: Double
        let height: Double
        /// Whether the offset scales with √RR.
        let followsRate: Bool
    }

    private static let bumps = [
        Bump(offset: -0.165, width: 0.022, height: 0.13, followsRate: true),
        Bump(offset: -0.030, width: 0.008, height: -0.10, followsRate: false),
        Bump(offset: 0, width: 0.010, height: 1.10, followsRate: false),
        Bump(offset: 0.032, width: 0.009, height: -0.22, followsRate: false),
        Bump(offset: 0.265, width: 0.050, height: 0.20, followsRate: true),
        Bump(offset: 0.305, width: 0.030, height: 0.14, followsRate: true),
    ]
    /// Mains interference, left out where it could not be sampled.
    private static let mainsHertz = 50.0

    private let rate: Double
    private let noise: Double
    private var generator: SplitMix64
    private var baseline: Wander
    private var artefact: MotionArtefact

    init(rate: Double, seed: UInt64, noise: Double) {
        self.rate = rate
        self.noise = noise
        var generator = SplitMix64(seed: seed, stream: .ecg)
        baseline = Wander(timeConstant: 8, generator: &generator)
        // An electrode on the chest moves as a whole and heels shake it: as much sway and as little
        // fast noise as walkers show in `motion_ecg`.
        artefact = MotionArtefact(
            rate: rate, rubbingLasts: 0.12, impact: 0.6, generator: &generator)
        self.generator = generator
    }

    /// Called once per sample, in order.
    mutating func next(
        at seconds: Double, beats: [SyntheticTruth.Beat], breathing: BreathRhythm, motion: Double
    ) -> Double {
        let volume = breathing.volume(at: seconds)
        baseline.advance(by: 1 / rate, generator: &generator)
        var disturbance = 0.04 * baseline.value + 0.05 * volume + 0.008 * generator.normal()
        if Self.mainsHertz < rate / 2 {
            disturbance += 0.006 * Double.sin(2 * .pi * Self.mainsHertz * seconds)
        }
        let muscle = 0.02 * motion * generator.normal()
        let moved = 0.13 * artefact.next(motion: motion, generator: &generator)
        let heart = Self.heart(at: seconds, beats: beats) * (1 + 0.06 * volume)
        return heart + noise * disturbance + muscle + moved
    }

    private static func heart(at seconds: Double, beats: [SyntheticTruth.Beat]) -> Double {
        var sum = 0.0
        for beat in beats {
            let lag = seconds - beat.seconds
            guard lag > -0.6, lag < 1 else { continue }
            let scale = (beat.rrMilliseconds / 1_000).squareRoot()
            for bump in bumps {
                let offset = bump.followsRate ? bump.offset * scale : bump.offset
                let deviation = (lag - offset) / bump.width
                guard abs(deviation) < 7 else { continue }
                sum += bump.height * Double.exp(-0.5 * deviation * deviation)
            }
        }
        return sum
    }
}
