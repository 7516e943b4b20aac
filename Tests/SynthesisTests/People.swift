import Biosignals
import Synthesis

/// Half a minute each of sitting, desk work and walking.
func shortDay(seed: UInt64 = 7, noise: Double = 1) throws -> SyntheticPerson {
    try SyntheticPerson(
        seed: seed,
        phases: [
            .init(.rest, duration: 30, heartRate: 66, rmssd: 42, scrRate: 6),
            .init(.deskWork, duration: 30, heartRate: 72, rmssd: 35, rmssdAtEnd: 30),
            .init(.walk, duration: 30, heartRate: 104, rmssd: 14, breathing: 22),
        ], noise: noise)
}

func resting(
    seed: UInt64 = 7, minutes: Double = 5, heartRate: PerMinute = 70, rmssd: Milliseconds = 40,
    rmssdAtEnd: Milliseconds? = nil, breathing: PerMinute = 15, scrRate: PerMinute = 3,
    noise: Double = 1
) throws -> SyntheticPerson {
    try SyntheticPerson(
        seed: seed,
        phases: [
            .init(
                .rest, duration: Seconds(60 * minutes), heartRate: heartRate, rmssd: rmssd,
                rmssdAtEnd: rmssdAtEnd, breathing: breathing, scrRate: scrRate)
        ], noise: noise)
}

let everything = SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16, acceleration: 25)

/// All that a source gives, in stretches of `step`.
func drain(
    _ person: SyntheticPerson, _ rates: SyntheticRates, step: Seconds = 10
) throws -> (samples: [[Double]], truth: SyntheticTruth) {
    var source = try SyntheticSource(person: person, rates: rates)
    var samples = [[Double]](repeating: [], count: source.channels.count)
    var truth = SyntheticTruth()
    while let stretch = source.next(seconds: step) {
        for block in stretch.blocks { samples[block.channel] += block.samples }
        truth.append(stretch.truth)
    }
    return (samples, truth)
}
