import Biosignals
import HRV
import RealModule
import TestKit

/// Standard normal numbers (Box & Muller 1958).
func normalNumbers(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
        let radius = (-2 * Double.log(1 - .random(in: 0..<1, using: &generator))).squareRoot()
        return radius * .cos(2 * .pi * .random(in: 0..<1, using: &generator))
    }
}

/// A stationary rhythm whose every moment is known: two waves of changing height, autoregressive of
/// order 2, at a quarter and at a tenth of a hertz, and white noise, about 850 ms.
struct StationaryRhythm {
    var breath = 20.0
    var slow = 25.0
    var noise = 8.0
    let mean = 850.0

    func series(_ count: Int, seed: UInt64) -> [Double] {
        let lead = 200
        let numbers = normalNumbers(3 * (count + lead), seed: seed)
        func wave(_ hertz: Double, _ radius: Double, _ part: Int) -> [Double] {
            let (one, two) = Self.coefficients(hertz * mean / 1_000, radius)
            let scale = Self.gain(one, two)
            var (last, before) = (0.0, 0.0)
            return (0..<(count + lead)).map { index in
                let value = one * last + two * before + scale * numbers[3 * index + part]
                (before, last) = (last, value)
                return value
            }
        }
        let (fast, low) = (wave(0.25, 0.9, 0), wave(0.1, 0.9, 1))
        return (lead..<(count + lead)).map { index in
            mean + breath * fast[index] + slow * low[index] + noise * numbers[3 * index + 2]
        }
    }

    /// SDNN and RMSSD of the process: the variances add, and RMSSD² = 2 (γ₀ − γ₁).
    var sdnn: Double { (breath * breath + slow * slow + noise * noise).squareRoot() }

    var rmssd: Double {
        func correlation(_ hertz: Double) -> Double {
            let (one, two) = Self.coefficients(hertz * mean / 1_000, 0.9)
            return one / (1 - two)
        }
        let waves =
            breath * breath * (1 - correlation(0.25)) + slow * slow * (1 - correlation(0.1))
        return (2 * (waves + noise * noise)).squareRoot()
    }

    private static func coefficients(
        _ cycles: Double, _ radius: Double
    ) -> (one: Double, two: Double) {
        (2 * radius * .cos(2 * .pi * cycles), -radius * radius)
    }

    /// What makes the variance of the process 1.
    private static func gain(_ one: Double, _ two: Double) -> Double {
        let variance = (1 - two) / ((1 + two) * ((1 - two) * (1 - two) - one * one))
        return 1 / variance.squareRoot()
    }
}
