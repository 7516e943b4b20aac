import HRV
import RealModule

/// One day's value beside a person's normal range, and how surely it lies where it seems to.
///
/// The value itself says whether it is below, within or above. How sure that is allows for the value's
/// own error, for the uncertainty of a range from so many days, and for what the person's days say
/// before today's does: a value far out is in part error, the more so the larger its error is beside
/// the spread of the days.
///
/// Method: the day's true value is about m + k (x − m), k = 1 − e² / s², with the error e √k; the edge
///         m − s is uncertain by s √(f / n) and s / √(2 (n − 1)); their difference has Student's t
///         distribution with n − 1 degrees of freedom. x the value, e its standard error, m and s the
///         mean and SD of n days, f the factor by which days alike make the mean less certain.
/// Source: the normal model with known error, Gelman et al., Bayesian Data Analysis (2013), 2.5.
public struct RangeComparison: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable { case below, within, above }

    /// On an edge of the range it is within.
    public let state: State
    public let probabilityBelow: Double
    public let probabilityAbove: Double

    /// - Parameters:
    ///   - error: standard error of the value, in its unit.
    /// - Precondition: both are finite, the error is not below 0.
    public init(value: Double, error: Double, range: NormalRange) {
        precondition(value.isFinite && error.isFinite && error >= 0, "\(value) ± \(error)")
        state = value < range.lower ? .below : value > range.upper ? .above : .within
        let usual = range.usual
        let shrink = Self.shrink(error: error, deviation: usual.deviation)
        let distance = shrink * (value - usual.value)
        let meanError = shrink * usual.standardError
        let variance =
            error * error * shrink + meanError * meanError
            + usual.deviation * usual.deviation / (2 * Double(usual.days - 1))
        let freedom = Double(usual.days - 1)
        func probability(_ gap: Double) -> Double {
            guard variance > 0 else { return gap > 0 ? 1 : 0 }
            return StudentT.probability(below: gap / variance.squareRoot(), freedom: freedom)
        }
        probabilityBelow = probability(-usual.deviation - distance)
        probabilityAbove = probability(distance - usual.deviation)
    }

    /// That the day's true value lies where its measured value does.
    public var probability: Double {
        switch state {
        case .below: probabilityBelow
        case .above: probabilityAbove
        case .within: max(0, 1 - probabilityBelow - probabilityAbove)
        }
    }

    /// Days without any spread say nothing beforehand; and a value is never all error.
    private static func shrink(error: Double, deviation: Double) -> Double {
        guard deviation > 0 else { return 1 }
        return max(shrinkMin, 1 - (error / deviation) * (error / deviation))
    }

    private static let shrinkMin = 0.1
}
