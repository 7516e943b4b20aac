/// A measure that comes out differently by the definitions of another tool.
public struct HRVDifference: Equatable, Sendable {
    public let name: HRVMeasureName
    public let unit: String
    public let preset: HRVPreset
    public let value: Double
    public let baseValue: Double
    /// The choices in which the two differ and that move the measure by themselves, the one that
    /// moves it most first; if none does, all of those on which it rests. Choices act on one another,
    /// so what each does alone need not add up.
    public let explanations: [HRVExplanation]

    init(
        name: HRVMeasureName, unit: String, preset: HRVPreset, value: Double, baseValue: Double,
        explanations: [HRVExplanation]
    ) {
        self.name = name
        self.unit = unit
        self.preset = preset
        self.value = value
        self.baseValue = baseValue
        // A choice without which the base has no value cannot be weighed: it comes last.
        let moving = explanations.filter {
            abs($0.relative ?? .infinity) > HRVComparison.rounding
        }
        self.explanations = (moving.isEmpty ? explanations : moving).sorted {
            ($0.relative.map(abs) ?? -1) > ($1.relative.map(abs) ?? -1)
        }
    }

    /// (value − base) / |base|; nil if the base is zero.
    public var relative: Double? {
        baseValue == 0 ? nil : (value - baseValue) / abs(baseValue)
    }
}

/// One choice by which two tools differ, and what it does to a measure by itself.
public struct HRVExplanation: Equatable, Sendable {
    public let choice: HRVChoice
    /// The choice in words, there and in the base.
    public let theirs: String
    public let ours: String
    /// The measure by the base's definitions with this choice alone changed; nil where it then has
    /// none.
    public let value: Double?
    let baseValue: Double

    /// What the choice alone moves, as a share of the base's value; nil without either.
    public var relative: Double? {
        guard let value, baseValue != 0 else { return nil }
        return (value - baseValue) / abs(baseValue)
    }

    /// "SampEn r: r 0.15 SD instead of r 0.2 SD"
    public var text: String { "\(choice.title): \(theirs) instead of \(ours)" }
}
