import RealModule

/// Reads a stretch of evenly spaced samples at places between them.
///
/// Eight samples count for each value: a sinc under a Kaiser window, exact at the samples and within
/// 0.5 % between them up to 0.3 of the rate. Places are rounded to 1/64 of a sample; `quantised` says
/// to which.
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
        precondition(
            first >= 0 && first + values.count + 7 <= samples.count && values.count % 8 == 0,
            "The stretch and its margins lie within the samples.")
        for place in stride(from: 0, to: values.count, by: 8) {
            let start = first + place
            let early =
                weights[0] * samples.row(at: start) + weights[1] * samples.row(at: start + 1)
                + (weights[2] * samples.row(at: start + 2) + weights[3] * samples.row(at: start + 3))
            let late =
                weights[4] * samples.row(at: start + 4) + weights[5] * samples.row(at: start + 5)
                + (weights[6] * samples.row(at: start + 6) + weights[7] * samples.row(at: start + 7))
            values.setRow(at: place, to: early + late)
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
