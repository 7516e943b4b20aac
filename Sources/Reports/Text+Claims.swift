/// How numbers of claims are written, wherever a claim is shown: explanations, the page, the report.
extension Text {
    /// What no confidence exceeds: `Insights.Confidence.valueMax`, which this room may not name.
    public static let confidenceMax = 0.95

    /// `61 min (95 %: 58 to 64)`: the number as the sentences have it, and its interval to as many
    /// digits.
    ///
    /// - Parameter unit: empty or `1` for a number that has none.
    public static func claim(
        _ value: Double, unit: String, interval95: ClosedRange<Double>? = nil
    ) -> String {
        let digits = statedDigits(of: value, unit: unit)
        let text = number(value, digits: digits) + (["", "1"].contains(unit) ? "" : " " + unit)
        guard let interval95 else { return text }
        return text + " (95 %: " + ends(of: interval95, digits: digits) + ")"
    }

    /// `, to the nearest 10 in brief: 60 min`; empty where the brief form says the number itself.
    public static func inBrief(_ minutes: Int?, of value: Double) -> String {
        guard let minutes, Double(minutes) != value else { return "" }
        return ", to the nearest 10 in brief: \(minutes) min"
    }

    /// `calibrated`, and whether more could not be said.
    public static func confidenceKind(_ kind: String, of value: Double?) -> String {
        kind + (value.map { $0 >= confidenceMax } == true ? ", capped" : "")
    }

    /// The digits after the point in which an insight's sentences say numbers of this unit
    /// (`Insights.NumberForm`): so a claim reads as its sentence does.
    private static func statedDigits(of value: Double, unit: String) -> Int {
        switch unit {
        case "min", "s", "%": 0
        case "ms", "1/min", "/min", "%/min": 1
        case "1": value == value.rounded() ? 0 : 2
        default: 3
        }
    }

    /// More digits where both ends would read the same.
    private static func ends(of interval: ClosedRange<Double>, digits: Int) -> String {
        for more in digits..<max(3, digits + 1) {
            let ends = [interval.lowerBound, interval.upperBound].map { number($0, digits: more) }
            if ends[0] != ends[1] { return ends[0] + " to " + ends[1] }
        }
        return number(interval.lowerBound, digits: digits) + " to "
            + number(interval.upperBound, digits: digits)
    }
}
