import RealModule
import TestKit

/// A PPG whose systolic peaks are known: one main wave and one smaller, later wave per beat, on a
/// breathing baseline, with intervals that wander between 0.7 and 1.0 s.
struct SyntheticPPG {
    var samples: [Double]
    /// Seconds of the main waves' tops.
    var peaks: [Double]
    let rate: Double

    init(rate: Double, duration: Double, noise: Double = 0, seed: UInt64 = 1) {
        self.rate = rate
        var generator = SeededGenerator(seed: seed)
        var time = 0.4
        peaks = []
        while time < duration - 0.2 {
            peaks.append(time)
            time += 0.85 + 0.15 * Double.sin(0.7 * Double(peaks.count))
        }
        samples = (0..<Int(duration * rate)).map { index in
            let now = Double(index) / rate
            return 2 + 0.3 * .sin(2 * .pi * 0.23 * now) + noise * gaussian(&generator)
        }
        for peak in peaks { add(peak) }
    }

    private mutating func add(_ peak: Double) {
        let first = max(0, Int((peak - 0.5) * rate))
        let last = min(samples.count - 1, Int((peak + 1) * rate))
        guard first <= last else { return }
        for index in first...last {
            let now = Double(index) / rate - peak
            // The rise is steeper than the fall, as in life; the top stays where it is.
            let width = now < 0 ? 0.07 : 0.12
            samples[index] += .exp(-now * now / (2 * width * width))
            let later = now - 0.32
            samples[index] += 0.25 * .exp(-later * later / (2 * 0.08 * 0.08))
        }
    }
}

/// A standard normal number (Irwin–Hall: twelve uniform ones less six).
func gaussian(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
}
