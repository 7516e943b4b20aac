import Biosignals
import RealModule
import Respiration
import TestKit

/// Heart beats that breathing changes by a known rhythm: height by a tenth, level and interval a
/// little, with noise in each.
struct SyntheticBeats {
    var beats: [BeatModulation] = []

    init(
        breathing: Double, heartRate: Double = 72, from start: Double = 0, duration: Double,
        noise: Double = 0.2, seed: UInt64 = 5
    ) {
        var generator = SeededGenerator(seed: seed)
        var now = start
        while now < start + duration {
            let wave = Double.sin(2 * .pi * breathing / 60 * now)
            let part = { wave + noise * gaussian(&generator) }
            let interval = 60 / heartRate * (1 + 0.03 * part())
            beats.append(
                BeatModulation(
                    time: Seconds(now), amplitude: 1 + 0.1 * part(), level: 300 - 5 * part(),
                    interval: Seconds(interval)))
            now += interval
        }
    }

    /// Beats in which nothing breathes: white noise in all they carry.
    init(noiseAtHeartRate heartRate: Double, duration: Double, seed: UInt64) {
        self.init(breathing: 0, heartRate: heartRate, duration: duration, noise: 1, seed: seed)
    }
}

func derive(_ beats: [BeatModulation]) -> DerivedRespirationOutput {
    var processor = DerivedRespirationProcessor(source: .ecg)
    var output = DerivedRespirationOutput()
    processor.process(beats, into: &output)
    processor.finish(into: &output)
    return output
}

extension DerivedRespirationOutput {
    var rates: [Double] { estimates.compactMap { $0.rate.value?.value } }
}
