public import Biosignals
import HRV
import RealModule

/// One 5-minute window of heart rate variability as the trend sees it.
public struct TrendWindow: Equatable, Sendable {
    /// Seconds since the recording began.
    public let window: Range<Double>
    public let lnRMSSD: Double
    public let heartRate: PerMinute
    /// Usable share of the window, 0…1.
    public let usable: Double
    /// Whether the person was stationary throughout, as far as was seen.
    public let isStationary: Bool

    var middle: Double { (window.lowerBound + window.upperBound) / 2 }
    var length: Double { window.upperBound - window.lowerBound }

    public init(
        window: Range<Double>, lnRMSSD: Double, heartRate: PerMinute, usable: Double,
        isStationary: Bool
    ) {
        self.window = window
        self.lnRMSSD = lnRMSSD
        self.heartRate = heartRate
        self.usable = usable
        self.isStationary = isStationary
    }
}

/// How RMSSD changed over some hours of stationary time, with its interval.
///
/// Method: Theil–Sen slope of ln RMSSD over windows that are stationary, usable, and near the
///         usual heart rate; change in per cent over the span = exp(slope · span) − 1.
/// Source: Sen (1968), doi:10.1080/01621459.1968.10480934; Hamed & Rao (1998),
///         doi:10.1016/S0022-1694(97)00125-X, for the test.
public struct TrendFinding: Equatable, Sendable {
    public enum Direction: String, CaseIterable, Sendable { case declining, rising, none }

    /// Change over the span, %.
    public let percent: Double
    public let interval95: ClosedRange<Double>
    public let interval90: ClosedRange<Double>
    /// Two-sided, autocorrelation-corrected.
    public let pValue: Double
    public let windows: Int
    /// First to last window, seconds since the recording began, edges included.
    public let span: Range<Double>

    public static let usableMin = 0.8
    public static let heartRateBand: PerMinute = 10
    public static let windowsMin = 6
    public static let spanMin: Seconds = 3_600
    public static let coverageMin = 0.5
    /// A smaller change is not worth a sentence.
    public static let percentMin = 10.0

    /// Nil when the windows cannot carry a statement about a trend.
    public init?(windows all: [TrendWindow]) {
        let still = all.filter { $0.isStationary && $0.usable >= Self.usableMin }
        guard let usual = Self.median(still.map(\.heartRate.value)) else { return nil }
        let kept = still.filter { abs($0.heartRate.value - usual) <= Self.heartRateBand.value }
        guard kept.count >= Self.windowsMin, let first = kept.first, let last = kept.last else {
            return nil
        }
        let span = first.window.lowerBound..<last.window.upperBound
        let spanLength = span.upperBound - span.lowerBound
        let coverage = kept.reduce(0) { $0 + $1.length } / spanLength
        guard spanLength >= Self.spanMin.value, coverage >= Self.coverageMin,
            let trend = TheilSenTrend(seconds: kept.map(\.middle), values: kept.map(\.lnRMSSD))
        else { return nil }
        let length = last.middle - first.middle
        func change(_ slope: Double) -> Double { 100 * (Double.exp(slope * length) - 1) }
        percent = change(trend.slopePerSecond)
        interval95 = change(trend.interval95.lowerBound)...change(trend.interval95.upperBound)
        interval90 = change(trend.interval90.lowerBound)...change(trend.interval90.upperBound)
        let ends = [interval95.lowerBound, interval95.upperBound, percent, trend.pValue]
        guard ends.allSatisfy(\.isFinite) else { return nil }
        pValue = trend.pValue
        self.windows = kept.count
        self.span = span
    }

    /// A direction is claimed only if the 90 % interval excludes no change and the change is large
    /// enough to matter.
    public var direction: Direction { direction(percentMin: Self.percentMin) }

    func direction(percentMin: Double) -> Direction {
        guard abs(percent) >= percentMin else { return .none }
        if interval90.upperBound < 0 { return .declining }
        if interval90.lowerBound > 0 { return .rising }
        return .none
    }

    static let signTerm = "1 - p/2 of the Mann-Kendall test for the trend"

    /// 1 − p/2 of the two-sided test: how surely chance alone would not have given this sign.
    public var signConfidence: Double { max(0, min(1, 1 - pValue / 2)) }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
