import Biosignals
import ECG
import RealModule
import TestKit

/// An ECG of Gaussian bumps whose R times are known, in millivolts.
struct SyntheticECG {
    var rate: Double
    var samples: [Double]
    /// Samples, fraction included.
    var rPeaks: [Double]

    /// Height, mV, place against R and width, both in seconds: P, Q, R, S, T.
    private static let bumps: [(height: Double, place: Double, width: Double)] = [
        (0.12, -0.17, 0.025), (-0.10, -0.026, 0.009), (1.1, 0, 0.011), (-0.2, 0.027, 0.010),
        (0.30, 0.27, 0.045),
    ]

    init(
        rate: Double = 360, seconds: Double = 60, noise: Double = 0.01, seed: UInt64 = 1,
        interval: Double = 0.85
    ) {
        self.rate = rate
        var generator = SeededGenerator(seed: seed)
        let count = Int(seconds * rate)
        samples = (0..<count).map { 0.15 * Double.sin(2 * .pi * 0.21 * Double($0) / rate) }
        rPeaks = []
        var time = 0.6
        while time < seconds - 0.5 {
            rPeaks.append(time * rate)
            for bump in Self.bumps {
                let middle = time + bump.place
                let first = max(0, Int((middle - 5 * bump.width) * rate))
                let last = min(count - 1, Int((middle + 5 * bump.width) * rate))
                for index in first...max(first, last) {
                    let distance = (Double(index) / rate - middle) / bump.width
                    samples[index] += bump.height * Double.exp(-0.5 * distance * distance)
                }
            }
            let breath = 0.04 * Double.sin(2 * .pi * 0.25 * time)
            time += interval * (1 + breath + Double.random(in: -0.04...0.04, using: &generator))
        }
        for index in samples.indices { samples[index] += noise * normal(using: &generator) }
    }
}

/// Standard normal by Box and Muller.
func normal(using generator: inout SeededGenerator) -> Double {
    let radius = (-2 * Double.log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
    return radius * Double.cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
}

/// Everything an ECG processor says of a whole recording.
func analyse(_ samples: [Double], rate: Double) throws -> ECGOutput {
    var processor = try ECGProcessor(rate: Hertz(rate))
    var output = ECGOutput()
    processor.process(samples, into: &output)
    processor.finish(into: &output)
    return output
}

extension ECGOutput {
    var positions: [Double] { beats.map(\.position) }
}
