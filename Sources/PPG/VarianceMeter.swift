import Biosignals

/// The variance of every whole second of a signal: what is left of a `SecondMeter` where nothing
/// else is asked of the low-passed samples.
struct VarianceMeter: Sendable {
    struct Second: Sendable, Equatable {
        var index: Int
        var variance: Double
    }

    private let rate: Double
    private var boundary: Double
    private var index = 0
    private var taken = 0.0
    private var count = 0.0
    /// Sums are taken about the second's first sample, so that a large offset costs no digits.
    private var pivot = 0.0
    private var sum = 0.0
    private var squares = 0.0

    init(rate: Hertz) {
        self.rate = rate.value
        boundary = rate.value
    }

    mutating func process(_ sample: Double) -> Second? {
        if count == 0 { pivot = sample }
        let offset = sample - pivot
        sum += offset
        squares += offset * offset
        count += 1
        taken += 1
        guard taken >= boundary else { return nil }
        let mean = sum / count
        let second = Second(index: index, variance: max(0, squares / count - mean * mean))
        index += 1
        boundary = Double(index + 1) * rate
        (count, sum, squares) = (0, 0, 0)
        return second
    }
}
