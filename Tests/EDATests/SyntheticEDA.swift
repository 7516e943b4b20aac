import RealModule
import TestKit

/// Skin conductance whose responses are known: Bateman waves on a slowly drifting level.
struct SyntheticEDA {
    var samples: [Double]
    /// Seconds of onset and peak, and µS of height, of each response.
    var responses: [(onset: Double, peak: Double, amplitude: Double)] = []

    /// One response every `spacing` seconds, of the given heights in turn.
    init(
        rate: Double, duration: Double, level: Double = 5, drift: Double = 0.002,
        amplitudes: [Double] = [0.2, 0.6, 0.12], spacing: Double = 17, noise: Double = 0.002
    ) {
        var generator = SeededGenerator(seed: 11)
        samples = (0..<Int(duration * rate)).map { index in
            level + drift * Double(index) / rate + noise * gaussian(&generator)
        }
        // 1/(e^−t/2 − e^−t/0.7): the peak lies at ln(2/0.7)·(2·0.7)/(2 − 0.7) = 1.1306 s.
        let (slow, fast) = (2.0, 0.7)
        let top = Double.log(slow / fast) * slow * fast / (slow - fast)
        let height = Double.exp(-top / slow) - .exp(-top / fast)
        var onset = 10.3
        while onset < duration - 12, !amplitudes.isEmpty {
            let amplitude = amplitudes[responses.count % amplitudes.count]
            responses.append((onset, onset + top, amplitude))
            for index in samples.indices {
                let now = Double(index) / rate - onset
                guard now > 0 else { continue }
                let wave = Double.exp(-now / slow) - .exp(-now / fast)
                samples[index] += amplitude * wave / height
            }
            onset += spacing
        }
    }
}

/// A standard normal number (Irwin–Hall: twelve uniform ones less six).
func gaussian(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
}
