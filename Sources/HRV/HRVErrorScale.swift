import RealModule

/// Where a measure's error is the same size whatever its value, and symmetric: there an interval is
/// a value ± something; here it is what that becomes on the way back, inside the possible range.
enum HRVErrorScale {
    /// Positive measures.
    case logarithm
    /// Shares in %, of so many draws, by the arcsine of the root: Anscombe (1948), doi:10.2307/2332343.
    case arcsine(count: Int)
    /// Parts of a whole in %, by the logarithm of part over rest.
    case logit
    /// The measure itself, not below `lowest`.
    case identity(lowest: Double)

    /// The values within `reach` of `value`, and of `value` moved by `shift`, on the scale; nil
    /// where the value has no place on it, or the interval no end.
    func interval(
        around value: Double, reach: Double, shift: Double = 0
    ) -> ClosedRange<Double>? {
        guard value.isFinite, reach >= 0, reach.isFinite, !shift.isNaN else { return nil }
        let (down, up) = (reach - min(0, shift), reach + max(0, shift))
        let ends: (Double, Double)
        switch self {
        case .logarithm:
            guard value > 0 else { return nil }
            ends = (value * .exp(-down), value * .exp(up))
        case .logit:
            guard value > 0, value < 100 else { return nil }
            let odds = value / (100 - value)
            ends = (Self.part(odds * .exp(-down)), Self.part(odds * .exp(up)))
        case .identity(let lowest):
            guard value >= lowest else { return nil }
            ends = (max(lowest, value - down), value + up)
        case .arcsine(let count):
            guard count > 0, (0...100).contains(value) else { return nil }
            let middle = Self.angle(value, count)
            ends = (
                Self.share(max(0, middle - down), count),
                Self.share(min(.pi / 2, middle + up), count)
            )
        }
        guard ends.0.isFinite, ends.1.isFinite else { return nil }
        return min(ends.0, value)...max(ends.1, value)
    }

    private static func part(_ odds: Double) -> Double { 100 - 100 / (1 + odds) }

    static func angle(_ percent: Double, _ count: Int) -> Double {
        let count = Double(count)
        return Double.asin(((percent / 100 * count + 0.375) / (count + 0.75)).squareRoot())
    }

    private static func share(_ angle: Double, _ count: Int) -> Double {
        let (sine, count) = (Double.sin(angle), Double(count))
        return min(100, max(0, 100 * (sine * sine * (count + 0.75) - 0.375) / count))
    }
}

extension HRVMeasureName {
    /// Nil where no error model exists: peaks jump, and SDANN has but one day to be judged by.
    func errorScale(differences: Int) -> HRVErrorScale? {
        switch self {
        case .pNN50, .pNN20: .arcsine(count: differences)
        case .lfNormalized, .hfNormalized: .logit
        case .dfaAlpha1, .dfaAlpha2, .sampEn: .identity(lowest: 0)
        case .lnRMSSD: .identity(lowest: -.infinity)
        case .nn50, .lfPeak, .hfPeak, .sdann: nil
        default: .logarithm
        }
    }
}
