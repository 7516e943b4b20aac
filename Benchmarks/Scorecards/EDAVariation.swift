import Biosignals
import Foundation

/// Simulated skin conductance: responses of varied shape, lognormal in height, on a drifting level.
///
/// Recipe: that of the golden files (heights 0.03 to 1.5 µS, Bateman kernels that differ from one
/// response to the next, white noise of 0.003 µS) with seeds and rates of our own. The responses
/// come at random, at least a second apart.
struct EDAVariation {
    let name: String
    let seed: UInt64
    let rate: Double
    var seconds = 900.0
    /// Mean time between responses beyond the least one.
    var spacing = 8.5
    var noise = 0.003
    var level = 4.0

    private static let leastSpacing = 1.0
    private static let heights = 0.03...1.5
    private static let heightMedian = 0.12
    private static let heightLogSD = 0.75

    /// The recipe at five seeds and the rates of boards.
    static let plain = [
        EDAVariation(name: "seed 1, 32 Hz", seed: 1, rate: 32),
        EDAVariation(name: "seed 2, 32 Hz", seed: 2, rate: 32),
        EDAVariation(name: "seed 3, 4 Hz", seed: 3, rate: 4),
        EDAVariation(name: "seed 4, 16 Hz", seed: 4, rate: 16, level: 12),
        EDAVariation(name: "seed 5, 100 Hz", seed: 5, rate: 100, level: 2),
    ]
    /// Harder than the recipe.
    static let hard = [
        EDAVariation(name: "crowded, 32 Hz", seed: 6, rate: 32, spacing: 3),
        EDAVariation(name: "noisy, 32 Hz", seed: 7, rate: 32, noise: 0.012),
    ]

    func make() -> EDACase {
        var generator = SplitMix64(seed: seed)
        let count = Int(seconds * rate)
        let tonic = tonic(count, &generator)
        var samples = tonic.map { $0 + noise * Gaussian.next(&generator) }
        var peaks: [Double] = []
        var onset = 8.0
        while onset < seconds - 10 {
            let height = exp(log(Self.heightMedian) + Self.heightLogSD * Gaussian.next(&generator))
            let rise = Double.random(in: 0.5...1.0, using: &generator)
            let decay = Double.random(in: 1.5...3.0, using: &generator)
            let summit = log(decay / rise) * decay * rise / (decay - rise)
            let scale =
                min(Self.heights.upperBound, max(Self.heights.lowerBound, height))
                / (exp(-summit / decay) - exp(-summit / rise))
            for index in Int((onset * rate).rounded(.up))..<min(count, Int((onset + 40) * rate)) {
                let time = Double(index) / rate - onset
                samples[index] += scale * (exp(-time / decay) - exp(-time / rise))
            }
            peaks.append(onset + summit)
            let chance = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
            onset += Self.leastSpacing - spacing * log(chance)
        }
        let id = "eda/" + name.replacing(", ", with: "_").replacing(" ", with: "")
        return EDACase(
            record: name, signal: Signal(id: id, rate: rate, samples: samples),
            peakSeconds: peaks, tonic: tonic)
    }

    /// A slope and two slow waves.
    private func tonic(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
        let slope = Double.random(in: -0.0006...0.0006, using: &generator)
        let waves = [(0.06, 300.0), (0.02, 120.0)].map { height, period in
            (
                height, period * Double.random(in: 0.8...1.2, using: &generator),
                Double.random(in: 0..<(2 * .pi), using: &generator)
            )
        }
        return (0..<count).map { index in
            let time = Double(index) / rate
            return waves.reduce(level + slope * time) { sum, wave in
                sum + wave.0 * sin(2 * .pi * time / wave.1 + wave.2)
            }
        }
    }
}
