import RealModule

/// Detrended fluctuation analysis: how the scatter about local lines grows with their length.
///
/// The series without its mean is summed up; windows of each length lie side by side from the
/// start, a tail that fills none is left out; a line is fitted in each; F(n) is the root mean
/// square of what remains; α is the slope of ln F over ln n by least squares.
/// Source: Peng et al. (1995), doi:10.1063/1.166141.
public enum DetrendedFluctuation {
    public static let shortScales = 4...16
    public static let longScales = 16...64

    /// α over every whole scale; nil if the series is shorter than the longest scale, or flat.
    public static func alpha(_ milliseconds: [Double], scales: ClosedRange<Int>) -> Double? {
        guard scales.count > 1, let fluctuations = fluctuations(milliseconds, scales: scales)
        else { return nil }
        return slope(
            zip(scales, fluctuations).map { (.log(Double($0)), .log($1)) })
    }

    /// F(n) of every whole scale, ms, in time proportional to the intervals for each; nil if the
    /// series is shorter than the longest scale, or flat.
    public static func fluctuations(
        _ milliseconds: [Double], scales: ClosedRange<Int>
    ) -> [Double]? {
        guard scales.lowerBound >= 3, milliseconds.count >= scales.upperBound,
            let mean = TimeDomain.mean(milliseconds)
        else { return nil }
        var sum = 0.0
        let profile = milliseconds.map { value -> Double in
            sum += value - mean
            return sum
        }
        let fluctuations = scales.map { fluctuation(of: profile, scale: $0) }
        return fluctuations.allSatisfy { $0 > 0 && $0.isFinite } ? fluctuations : nil
    }

    /// F(n) of a profile: root mean square distance from the line of each window.
    static func fluctuation(of profile: [Double], scale: Int) -> Double {
        let windows = profile.count / scale
        let centre = Double(scale - 1) / 2
        let spread = Double(scale) * Double(scale * scale - 1) / 12
        var squares = 0.0
        for window in 0..<windows {
            let start = window * scale
            var (sum, moment) = (0.0, 0.0)
            for offset in 0..<scale {
                sum += profile[start + offset]
                moment += (Double(offset) - centre) * profile[start + offset]
            }
            let (level, slope) = (sum / Double(scale), moment / spread)
            for offset in 0..<scale {
                let line = level + slope * (Double(offset) - centre)
                let rest = profile[start + offset] - line
                squares += rest * rest
            }
        }
        return (squares / Double(windows * scale)).squareRoot()
    }

    static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let middle = points.reduce((0.0, 0.0)) { ($0.0 + $1.x / count, $0.1 + $1.y / count) }
        var (covariance, variance) = (0.0, 0.0)
        for point in points {
            covariance += (point.x - middle.0) * (point.y - middle.1)
            variance += (point.x - middle.0) * (point.x - middle.0)
        }
        return covariance / variance
    }
}
