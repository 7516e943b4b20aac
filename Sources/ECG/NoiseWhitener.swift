import Biosignals

/// Turns what lies between and beneath the complexes into white noise: a linear predictor of the
/// signal's own recent past, whose error it gives back.
///
/// Input:  differences of consecutive samples, any unit, one at a time.
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
    private var recent = SIMD8<Double>.zero
    private var products = SIMD8<Double>.zero
    private var count = 0
    private let stepCount: Int
    private let retained: Double

    init(rate: Hertz) {
        stepCount = max(1, Int(Self.step.value * rate.value))
        retained = 1 - Self.step.value / Self.memory.value
    }

    /// - Returns: the prediction error, and whether the predictor was solved anew after it.
    mutating func process(_ difference: Double) -> (error: Double, isRenewed: Bool) {
        recent = SIMD8(
            difference, recent[0], recent[1], recent[2], recent[3], recent[4], recent[5], recent[6])
        products += recent * difference
        // By halves, so that the additions need not wait for one another.
        let terms = coefficients * recent
        let four = terms.lowHalf + terms.highHalf
        let two = four.lowHalf + four.highHalf
        let error = two.x + two.y
        count += 1
        guard count == stepCount else { return (error, false) }
        count = 0
        solve()
        products *= retained
        return (error, true)
    }

    private mutating func solve() {
        let zero = products[0] * (1 + Self.floorShare)
        guard zero > .leastNormalMagnitude, zero.isFinite else {
            coefficients = SIMD8(1, 0, 0, 0, 0, 0, 0, 0)
            return
        }
        var solution = SIMD8<Double>(1, 0, 0, 0, 0, 0, 0, 0)
        var error = zero
        for length in 1...Self.order {
            var sum = products[length]
            for place in 1..<length { sum += solution[place] * products[length - place] }
            let reflection = -sum / error
            let before = solution
            for place in 1..<length {
                solution[place] = before[place] + reflection * before[length - place]
            }
            solution[length] = reflection
            error *= 1 - reflection * reflection
            guard error > 0 else { return }
        }
        coefficients = solution
    }
}
