import RealModule

/// Where an axis has its marks, and what stands beside them.
struct Ticks: Equatable {
    struct Tick: Equatable {
        let value: Double
        let label: String
    }

    let ticks: [Tick]

    /// Marks at multiples of 1, 2 or 5 times a power of ten, at most `count` and one more.
    init(over range: ClosedRange<Double>, count: Int = 5) {
        let length = range.upperBound - range.lowerBound
        guard length > 0, length.isFinite, count > 0 else {
            ticks = []
            return
        }
        let step = Self.step(atLeast: length / Double(count))
        let digits = max(0, min(9, Int((-Double.log10(step)).rounded(.up))))
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 100 else {
            ticks = []
            return
        }
        ticks = stride(from: first, through: last, by: 1).map {
            Tick(value: $0 * step, label: Text.number($0 * step, digits: digits))
        }
    }

    /// Powers of ten, for an axis in logarithms to the base of ten; where there are few of them, twice
    /// and five times each as well.
    init(decades range: ClosedRange<Double>) {
        let length = range.upperBound - range.lowerBound
        let every = max(1, (length / 6).rounded(.up))
        let factors = length < 2.5 ? [1.0, 2, 5] : [1.0]
        let exponents = stride(
            from: range.lowerBound.rounded(.down), through: range.upperBound, by: every)
        ticks = exponents.flatMap { exponent in
            factors.map { factor -> Tick in
                let value = factor * Double.exp10(exponent)
                let digits = max(0, min(9, Int(-exponent)))
                return Tick(
                    value: exponent + Double.log10(factor),
                    label: Text.number(value, digits: digits))
            }
        }.filter { range.contains($0.value) }
    }

    private static func step(atLeast least: Double) -> Double {
        let power = Double.exp10(Double.log10(least).rounded(.down))
        let factor = [1.0, 2, 5, 10].first { $0 * power >= least * (1 - 1e-9) } ?? 10
        return factor * power
    }

    /// A range with a little room at both ends; of a single value a range around it.
    static func padded(_ range: ClosedRange<Double>, by share: Double = 0.06) -> ClosedRange<Double>
    {
        let length = range.upperBound - range.lowerBound
        guard length > 0 else {
            let half = max(abs(range.lowerBound) * 0.05, 0.5)
            return (range.lowerBound - half)...(range.upperBound + half)
        }
        return (range.lowerBound - share * length)...(range.upperBound + share * length)
    }
}
