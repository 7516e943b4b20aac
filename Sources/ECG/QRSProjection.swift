import Biosignals
import DSP
import RealModule

/// A QRS complex as eight numbers, so that beats can be compared with one another long after their
/// samples are gone.
///
/// Input:  the decimated ECG and the place of an R peak.
/// Output: the coefficients of the first eight Hermite functions around that place, the mean of its
///         surroundings taken off; in the signal's unit times √samples at the working rate.
/// Some 500 multiplications a beat.
/// Source: Lagerholm et al. (2000), doi:10.1109/10.841326.
/// Differs: the width is not fitted to each beat but fixed, so that wide and narrow ones differ.
struct QRSProjection: Sendable {
    static let reach: Seconds = 0.15
    /// Width of the functions: the eighth still has its outer lobes within `reach`.
    private static let width: Seconds = 0.03
    /// Parts of a sample that a place is rounded to.
    private static let phases = 4

    private let half: Int
    /// One row of eight a sample, one table a phase, from a quarter of a sample before to one after.
    private let rows: [SIMD8<Double>]

    init(rate: Hertz) {
        half = max(4, Int(Self.reach.value * rate.value))
        let scale = 1 / (Self.width.value * rate.value)
        var rows: [SIMD8<Double>] = []
        for phase in 0..<Self.phases {
            let shift = Double(phase) / Double(Self.phases) - 0.5
            for place in -half...half {
                rows.append(Self.functions((Double(place) - shift) * scale) * scale.squareRoot())
            }
        }
        self.rows = rows
    }

    /// Orthonormal Hermite functions of order 0 to 7, by their recurrence.
    private static func functions(_ x: Double) -> SIMD8<Double> {
        var values = SIMD8<Double>.zero
        values[0] = Double.exp(-x * x / 2) / Double.pi.squareRoot().squareRoot()
        values[1] = x * 2.0.squareRoot() * values[0]
        for order in 2..<8 {
            let order = Double(order)
            let (last, beforeLast) = (values[Int(order) - 1], values[Int(order) - 2])
            values[Int(order)] =
                x * (2 / order).squareRoot() * last
                - ((order - 1) / order).squareRoot() * beforeLast
        }
        return values
    }

    /// - Parameter position: with its fraction; as many samples as `reach` holds lie on either side.
    func coefficients(of signal: SampleHistory, at position: Double) -> SIMD8<Float> {
        let shifted = position + 0.5
        let centre = Int(shifted.rounded(.down))
        let phase = min(
            Self.phases - 1, Int((shifted - Double(centre)) * Double(Self.phases)))
        let start = phase * (2 * half + 1)
        return signal.withSamples((centre - half)...(centre + half)) { samples in
            rows.withUnsafeBufferPointer { rows in
                let mean = samples.total / Double(samples.count)
                var sum = SIMD8<Double>.zero
                for place in samples.indices {
                    sum += rows[start + place] * (samples[place] - mean)
                }
                return SIMD8<Float>(sum)
            }
        }
    }
}
