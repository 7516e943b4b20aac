/// A day's resting ln RMSSD beside the person's normal range.
struct RecoveryFinding: Equatable {
    let value: Double
    let error: Double
    let range: NormalRange
    let comparison: RangeComparison

    init(value: Double, error: Double, range: NormalRange) {
        self.value = value
        self.error = error
        self.range = range
        comparison = RangeComparison(value: value, error: error, range: range)
    }

    var state: RangeComparison.State { comparison.state }
    var probability: Double { comparison.probability }
    /// From the usual value.
    var distance: Double { value - range.usual.value }

    /// What the probability is of.
    var quantity: String {
        switch state {
        case .below: "P(lower than the usual range)"
        case .within: "P(in the usual range)"
        case .above: "P(higher than the usual range)"
        }
    }
}
