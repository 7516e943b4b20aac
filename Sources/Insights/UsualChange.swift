import RealModule

/// How a person's RMSSD usually changes over the same hours of the day: the guard against taking the
/// daily rhythm for a trend.
public struct UsualChange: Equatable, Sendable {
    /// Middle of the days' changes, %.
    public var percent: Double
    /// Spread of the days' changes: standard deviation of their logarithms.
    public var logDeviation: Double
    public var days: Int
    /// The smallest change that is worth a word for this person, %; nil where it is not known.
    public var smallestWorthwhilePercent: Double?

    public init(
        percent: Double, logDeviation: Double, days: Int, smallestWorthwhilePercent: Double? = nil
    ) {
        self.percent = percent
        self.logDeviation = logDeviation
        self.days = days
        self.smallestWorthwhilePercent = smallestWorthwhilePercent
    }

    /// A change as it stands against the usual one: in per cent, and its distance in standard
    /// deviations of what it and the days are unsure of. Nil of numbers that cannot be changes.
    func against(_ finding: TrendFinding) -> (percent: Double, deviations: Double)? {
        let ends = [
            finding.percent, percent, finding.interval90.lowerBound,
            finding.interval90.upperBound,
        ]
        guard days > 0, logDeviation >= 0, logDeviation.isFinite,
            ends.allSatisfy({ $0 > -100 && $0.isFinite })
        else { return nil }
        func logarithm(_ percent: Double) -> Double { .log(onePlus: percent / 100) }
        let difference = logarithm(finding.percent) - logarithm(percent)
        let own =
            (logarithm(finding.interval90.upperBound) - logarithm(finding.interval90.lowerBound))
            / (2 * TrendRule.z90)
        // A day to come differs from the middle by a day's spread and by what the middle is unsure of.
        let usual = logDeviation * (1 + 1 / Double(days)).squareRoot()
        let deviation = (own * own + usual * usual).squareRoot()
        guard deviation > 0 else { return nil }
        return (100 * Double.expMinusOne(difference), difference / deviation)
    }
}
