import RealModule

/// Reads a stretch of evenly spaced samples at places between them.
///
/// Eight samples count for each value: a sinc under a Kaiser window, exact at the samples. Places
/// are rounded to 1/64 of a sample; `quantised` says to which.
/// Source: Oppenheim & Schafer, Discrete-Time Signal Processing, chapter 7 (Kaiser's window).
struct FractionalReader: Sendable {
    /// Samples needed before the first and after the last place read.
    static let margin = 4
    private static let phases = 64
    private static let beta = 5.0

    /// Eight weights per phase, for the samples 3 before to 4 after.
    private let weights: [SIMD8<Double>]

    init() {
        weights = (0..<Self.phases).map { phase in
            Self.weights(fraction: Double(phase) / Double(Self.phases))
        }
    }

    /// The nearest place that can be read.
    static func quantised(_ place: Double) -> Double {
        (place * Double(phases)).rounded() / Double(phases)
    }

    /// Fills whole rows of `values`: the first value lies at `start` in `samples`, the others one
    /// sample apart.
    /// - Precondition: `start` is quantised, and `margin` samples lie beyond both ends.
    func read(_ samples: [Double], from start: Double, into values: inout [Double]) {
        let whole = start.rounded(.down)
        let weights = weights[Int((start - whole) * Double(Self.phases))]
        let first = Int(whole) - 3
        for place in stride(from: 0, to: values.count, by: 8) {
            var row = SIMD8<Double>.zero
            for tap in 0..<8 { row += weights[tap] * samples.row(at: first + place + tap) }
            values.setRow(at: place, to: row)
        }
    }

    private static func weights(fraction: Double) -> SIMD8<Double> {
        var weights = SIMD8<Double>.zero
        for tap in 0..<8 {
            let distance = Double(tap - 3) - fraction
            let angle = Double.pi * distance
            let sinc = distance == 0 ? 1 : Double.sin(angle) / angle
            let ratio = distance / Double(margin)
            weights[tap] = sinc * bessel(beta * max(0, 1 - ratio * ratio).squareRoot())
        }
        return weights / weights.sum()
    }

    /// The modified Bessel function of order 0, by its power series.
    private static func bessel(_ x: Double) -> Double {
        var (sum, term, order) = (1.0, 1.0, 1.0)
        while term > 1e-17 * sum {
            term *= (x / (2 * order)) * (x / (2 * order))
            sum += term
            order += 1
        }
        return sum
    }
}
