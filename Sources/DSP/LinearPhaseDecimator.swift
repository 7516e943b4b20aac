public import Biosignals
import RealModule

/// Low-pass filter and decimator with a constant, exactly known delay.
///
/// Input:  any unit, one sample at a time. Output: the same unit, one value per `factor` samples.
/// Delay:  `delay` input samples at every frequency, so shapes keep their places.
/// Range:  passes up to 0.2 of the output rate within 1 %, halves at 0.4, and holds back 50 dB from
///         0.6: nothing folds into the lower 0.4 of the output rate.
/// Starts as if the first sample had been there for ever. A factor of 1 passes samples through.
/// Source: windowed-sinc design with a Hamming window, e.g. Oppenheim & Schafer, Discrete-Time
///         Signal Processing, chapter 7; polyphase form, every product is computed once.
public struct LinearPhaseDecimator: Sendable, Equatable {
    /// Input samples per output sample.
    public let factor: Int
    /// Group delay in input samples.
    public let delay: Double
    /// One row per phase: what the sample adds to each of the eight outputs it takes part in.
    @usableFromInline let rows: [SIMD8<Double>]
    @usableFromInline var sums = SIMD8<Double>.zero
    @usableFromInline var phase = 0
    @usableFromInline var hasStarted = false

    /// - Precondition: `factor` is at least 1.
    public init(factor: Int) {
        precondition(factor >= 1, "A decimator takes one sample or more: \(factor).")
        self.factor = factor
        delay = factor == 1 ? 0 : Double(8 * factor - 1) / 2
        rows = factor == 1 ? [] : Self.rows(factor: factor)
    }

    /// The factor that brings `rate` closest to `target` from above; 1 if it is below already.
    public static func factor(from rate: Hertz, to target: Hertz) -> Int {
        let ratio = rate.value / target.value
        return ratio.isFinite ? Int(max(1, min(ratio, 1e6))) : 1
    }

    /// Takes one sample; gives a value back after every `factor` samples. Its place in the input is
    /// the index of the sample just taken, minus `delay`.
    @inlinable
    public mutating func process(_ sample: Double) -> Double? {
        if factor == 1 { return sample }
        if !hasStarted { settle(at: sample) }
        sums += rows.withUnsafeBufferPointer { $0[phase] } * sample
        phase += 1
        guard phase == factor else { return nil }
        phase = 0
        let output = sums[0]
        sums = SIMD8(sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], 0)
        return output
    }

    /// Takes a block, the same as sample by sample.
    /// - Parameter values: what came out is put into its beginning; it has room for it.
    /// - Returns: how many came out.
    public mutating func process(_ block: ArraySlice<Double>, into values: inout [Double]) -> Int {
        guard let first = block.first else { return 0 }
        if factor > 1, !hasStarted { settle(at: first) }
        let count = factor == 1 ? block.count : (phase + block.count) / factor
        precondition(count <= values.count, "What comes out of a block has room.")
        values.withUnsafeMutableBufferPointer { values in
            block.withUnsafeBufferPointer { block in
                if factor == 1 {
                    _ = values.update(fromContentsOf: block)
                } else {
                    decimate(block, into: values)
                }
            }
        }
        return count
    }

    private mutating func decimate(
        _ block: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>
    ) {
        var (sums, phase, next) = (sums, phase, 0)
        let factor = factor
        rows.withUnsafeBufferPointer { rows in
            for sample in block {
                sums += rows[phase] * sample
                phase += 1
                if phase == factor {
                    phase = 0
                    values[next] = sums[0]
                    next += 1
                    sums = SIMD8(sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], 0)
                }
            }
        }
        (self.sums, self.phase) = (sums, phase)
    }

    @usableFromInline
    mutating func settle(at level: Double) {
        hasStarted = true
        // Sum j has still j + 1 blocks of `factor` samples to come: the others were all `level`.
        var share = SIMD8<Double>.zero
        for row in rows { share += row }
        var past = 0.0
        for index in stride(from: 6, through: 0, by: -1) {
            past += share[index + 1]
            sums[index] = past * level
        }
    }

    private static func rows(factor: Int) -> [SIMD8<Double>] {
        let length = 8 * factor
        let middle = Double(length - 1) / 2
        var taps = (0..<length).map { index -> Double in
            let offset = Double(index) - middle
            let angle = .pi * 0.8 * offset / Double(factor)
            let sinc = offset == 0 ? 1 : Double.sin(angle) / angle
            let window = 0.54 - 0.46 * .cos(2 * .pi * Double(index) / Double(length - 1))
            return sinc * window
        }
        let total = taps.reduce(0, +)
        taps = taps.map { $0 / total }
        return (0..<factor).map { phase in
            var row = SIMD8<Double>.zero
            for sum in 0..<8 { row[sum] = taps[(7 - sum) * factor + phase] }
            return row
        }
    }
}
