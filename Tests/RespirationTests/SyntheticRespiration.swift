import RealModule
import TestKit

/// Breathing whose troughs are known: raised cosines of changing length, 12 to 20 a minute.
struct SyntheticRespiration {
    var samples: [Double]
    /// Seconds at which breaths in begin.
    var onsets: [Double] = []

    init(rate: Double, duration: Double, noise: Double = 0, drift: Double = 0) {
        var generator = SeededGenerator(seed: 3)
        var edges = [0.5]
        while let last = edges.last, last < duration {
            edges.append(last + 4 + .sin(1.3 * Double(edges.count)))
        }
        var breath = 0
        samples = (0..<Int(duration * rate)).map { index in
            let now = Double(index) / rate
            while breath + 2 < edges.count, now >= edges[breath + 1] { breath += 1 }
            let share = (now - edges[breath]) / (edges[breath + 1] - edges[breath])
            let wave = (1 - Double.cos(2 * .pi * share)) / 2
            return 10 + wave + drift * now + noise * gaussian(&generator)
        }
        onsets = edges.filter { $0 < duration }
    }
}

/// A standard normal number (Irwin–Hall: twelve uniform ones less six).
func gaussian(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
}
