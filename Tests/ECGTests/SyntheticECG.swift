import Biosignals
import ECG
import RealModule
import TestKit

/// An ECG of Gaussian bumps whose R times are known, in millivolts.
struct SyntheticECG {
    /// Height, mV, place against R and width, both in seconds.
    struct Bump {
        var height: Double
        var place: Double
        var width: Double
    }

    /// What changes from beat to beat: P, Q, R, S, T of the beat of this number at this time.
    typealias Shape = (_ beat: Int, _ seconds: Double) -> [Bump]

    var rate: Double
    var samples: [Double]
    /// Samples, fraction included.
    var rPeaks: [Double]

    static let normal = [
        Bump(height: 0.12, place: -0.17, width: 0.025),
        Bump(height: -0.10, place: -0.026, width: 0.009),
        Bump(height: 1.1, place: 0, width: 0.011),
        Bump(height: -0.2, place: 0.027, width: 0.010),
        Bump(height: 0.30, place: 0.27, width: 0.045),
    ]
    /// T as high as R, and no wider than it is in hyperkalaemia.
    static let tallT = Array(normal.dropLast()) + [Bump(height: 1.1, place: 0.27, width: 0.045)]
    /// A ventricular beat: wide, downward, no P.
    static let ventricular = [
        Bump(height: -1.4, place: 0, width: 0.035), Bump(height: 0.5, place: 0.24, width: 0.06),
    ]
    /// A paced beat: the pacemaker's spike and then a wide QRS.
    static let paced = [
        Bump(height: 2.5, place: -0.08, width: 0.0008),
        Bump(height: 1.0, place: 0, width: 0.026), Bump(height: -0.3, place: 0.30, width: 0.06),
    ]

    /// - Parameter rmssd: ms; if given, intervals vary by chance alone and by this much.
    init(
        rate: Double = 360, seconds: Double = 60, noise: Double = 0.01, seed: UInt64 = 1,
        interval: Double = 0.85, rmssd: Double? = nil, wander: Double = 0.15,
        shape: Shape = { _, _ in normal }
    ) {
        self.rate = rate
        var generator = SeededGenerator(seed: seed)
        let count = Int(seconds * rate)
        samples = (0..<count).map { wander * Double.sin(2 * .pi * 0.21 * Double($0) / rate) }
        rPeaks = []
        var time = 0.6
        while time < seconds - 0.5 {
            for bump in shape(rPeaks.count, time) { add(bump, at: time) }
            rPeaks.append(time * rate)
            if let rmssd {
                time +=
                    interval + rmssd / 1_000 / 2.squareRoot() * ECGTests.normal(using: &generator)
            } else {
                let breath = 0.04 * Double.sin(2 * .pi * 0.25 * time)
                time += interval * (1 + breath + Double.random(in: -0.04...0.04, using: &generator))
            }
        }
        for index in samples.indices {
            samples[index] += noise * ECGTests.normal(using: &generator)
        }
    }

    /// A bump too narrow for the rate comes out of the converter's filter as wide as that lets
    /// through, its area kept.
    private mutating func add(_ bump: Bump, at time: Double) {
        var bump = bump
        let narrowest = 0.4 / rate
        if bump.width < narrowest {
            bump.height *= bump.width / narrowest
            bump.width = narrowest
        }
        let middle = time + bump.place
        let first = max(0, Int((middle - 6 * bump.width) * rate))
        let last = min(samples.count - 1, Int((middle + 6 * bump.width) * rate))
        for index in first...max(first, last) {
            let distance = (Double(index) / rate - middle) / bump.width
            samples[index] += bump.height * Double.exp(-0.5 * distance * distance)
        }
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
