import Biosignals

/// Turns what lies between and beneath the complexes into white noise: a linear predictor of the
/// signal's own recent past, whose error it gives back.
///
/// Input:  differences of consecutive samples, any unit, a block at a time.
/// Output: the prediction error, same unit. No delay: the error at a sample needs only that sample
///         and the seven before.
/// The predictor follows the last ten seconds or so and is solved anew twice a second.
/// Source: linear prediction by Levinson's recursion, e.g. Makhoul (1975),
///         doi:10.1109/PROC.1975.9792; whitening before matching a QRS: Xue, Hu & Tompkins (1992),
///         doi:10.1109/10.126604.
/// Differs: linear, not a neural network; autocorrelation instead of gradient steps, so that it does
///         not depend on the signal's scale.
struct NoiseWhitener: Sendable {
    static let order = 7
    private static let memory: Seconds = 10
    private static let step: Seconds = 0.5
    /// White noise assumed besides, as a share of the signal's power: keeps the predictor from
    /// sharpening what the low-pass took away.
    private static let floorShare = 0.01

    /// 1, then the predictor's coefficients with their signs turned, for the latest sample first.
    private(set) var coefficients = SIMD8<Double>(1, 0, 0, 0, 0, 0, 0, 0)
    private var products = SIMD8<Double>.zero
    private var count = 0
    private let stepCount: Int
    private let retained: Double

    init(rate: Hertz) {
        stepCount = max(1, Int(Self.step.value * rate.value))
        retained = 1 - Self.step.value / Self.memory.value
    }

    /// Differences until the predictor is solved anew.
    var remaining: Int { stepCount - count }

    /// - Parameters:
    ///   - differences: `order` of those before the block, and the block, which holds no more than
    ///     `remaining`.
    ///   - errors: the prediction error of each of the block.
    /// - Returns: whether the predictor was solved anew after it.
    mutating func process(
        _ differences: UnsafeBufferPointer<Double>,
        into errors: UnsafeMutableBufferPointer<Double>
    ) -> Bool {
        precondition(
            differences.count == errors.count + Self.order && errors.count <= remaining,
            "A block has its lead, and one predictor.")
        // A row of eight differences has the latest last.
        let weights = Self.reversed(coefficients)
        var sums = Self.reversed(products)
        let bytes = UnsafeRawBufferPointer(differences)
        for place in errors.indices {
            let row = bytes.loadUnaligned(fromByteOffset: place * 8, as: SIMD8<Double>.self)
            sums += row * row[Self.order]
            // By halves, so that the additions need not wait for one another.
            let terms = weights * row
            let four = terms.lowHalf + terms.highHalf
            let two = four.lowHalf + four.highHalf
            errors[place] = two.x + two.y
        }
        products = Self.reversed(sums)
        count += errors.count
        guard count == stepCount else { return false }
        count = 0
        solve()
        products *= retained
        return true
    }

    /// Lags last to first.
    static func reversed(_ row: SIMD8<Double>) -> SIMD8<Double> {
        SIMD8(row[7], row[6], row[5], row[4], row[3], row[2], row[1], row[0])
    }

    private mutating func solve() {
        let zero = products[0] * (1 + Self.floorShare)
        guard zero > .leastNormalMagnitude, zero.isFinite else {
            coefficients = SIMD8(1, 0, 0, 0, 0, 0, 0, 0)
            return
        }
        var solution = SIMD8<Double>(1, 0, 0, 0, 0, 0, 0, 0)
        // The solution last to first, and the products from the length of the predictor down to 0.
        var backward = solution
        var lags = SIMD8<Double>(products[0], 0, 0, 0, 0, 0, 0, 0)
        var error = zero
        for length in 1...Self.order {
            lags = Self.shifted(lags, in: products[length])
            backward = Self.shifted(backward, in: 0)
            let reflection = -(solution * lags).sum() / error
            (solution, backward) = (
                solution + backward * reflection, backward + solution * reflection
            )
            error *= 1 - reflection * reflection
            guard error > 0 else { return }
        }
        coefficients = solution
    }

    private static func shifted(_ row: SIMD8<Double>, in first: Double) -> SIMD8<Double> {
        SIMD8(first, row[0], row[1], row[2], row[3], row[4], row[5], row[6])
    }
}
