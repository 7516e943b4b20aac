import Biosignals
import RealModule

/// Power of the mains frequencies in each whole second, by Goertzel's algorithm.
///
/// Input:  ECG in any unit, a block at a time. Output: for each second the larger of the mean
///         squares at 50 and at 60 Hz, in the unit squared. From 100 to 120 Hz they are looked for
///         where they fold to, 40 Hz and more; below that they would fold among the ECG, and 0 is
///         what is found.
/// Source: Goertzel (1958), doi:10.2307/2310304.
struct MainsMeter: Sendable {
    private static let rateMin: Hertz = 100

    private let weights: SIMD2<Double>
    private let isBlind: Bool
    private var newer = SIMD2<Double>.zero
    private var older = SIMD2<Double>.zero
    private var pivot: Double?

    init(rate: Hertz) {
        isBlind = rate.value < Self.rateMin.value
        weights = SIMD2(
            2 * Double.cos(2 * .pi * 50 / rate.value), 2 * Double.cos(2 * .pi * 60 / rate.value))
    }

    mutating func process(_ block: ArraySlice<Double>) {
        guard !isBlind, let first = block.first else { return }
        let pivot = self.pivot ?? first
        self.pivot = pivot
        var (newer, older) = (newer, older)
        block.withUnsafeBufferPointer { block in
            for sample in block {
                // In this order only one product and one difference wait for the sample before.
                let next = weights * newer + (SIMD2(repeating: sample - pivot) - older)
                older = newer
                newer = next
            }
        }
        (self.newer, self.older) = (newer, older)
    }

    /// The mean square found in the `count` samples since the last call.
    mutating func close(count: Int) -> Double {
        let power = newer * newer + older * older - weights * newer * older
        newer = .zero
        older = .zero
        pivot = nil
        return 2 * max(0, power.max()) / (Double(count) * Double(count))
    }
}
