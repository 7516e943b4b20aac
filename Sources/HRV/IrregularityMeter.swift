import RealModule

/// How much the intervals of a stretch look as if each had been drawn at random.
///
/// Two measures that a living rhythm passes for different reasons. The jump is the median difference of
/// logarithms between intervals one to six beats apart, at the distance where it is smallest: a wave of
/// breathing, bigeminy, trigeminy and a ramp each repeat at some distance, single ectopic beats leave the
/// median alone, and what is random repeats at none. The entropy is the coefficient of sample entropy,
/// which patterns keep low however large they are.
/// Source: COSEn, Lake & Moorman (2011), doi:10.1152/ajpheart.00561.2010: m = 1, r from 30 ms until five
///         pairs match. Differs: their heart rate cut-off is −1.4 alone; the jump is ours.
struct IrregularityMeter {
    static let longestPattern = 6
    private static let toleranceStart = 30.0
    private static let toleranceStep = 1.2
    private static let toleranceMax = 500.0
    private static let matchesMin = 5

    let jump: Double
    let entropy: Double

    /// - Parameter rr: ms; at least 12.
    init(of rr: ArraySlice<Double>) {
        let logs = rr.map { Double.log($0) }
        var least = Double.infinity
        for lag in 1...Self.longestPattern where logs.count > lag + 4 {
            var steps = (lag..<logs.count).map { abs(logs[$0] - logs[$0 - lag]) }
            steps.sort()
            least = min(least, steps[steps.count / 2])
        }
        jump = least.isFinite ? least : 0
        entropy = Self.entropy(of: Array(rr))
    }

    private static func entropy(of rr: [Double]) -> Double {
        let mean = rr.reduce(0, +) / Double(rr.count)
        var tolerance = toleranceStart
        while true {
            var (short, long) = (0, 0)
            for first in 0..<(rr.count - 2) {
                for second in (first + 1)..<(rr.count - 1)
                where abs(rr[first] - rr[second]) < tolerance {
                    short += 1
                    if abs(rr[first + 1] - rr[second + 1]) < tolerance { long += 1 }
                }
            }
            if long >= matchesMin || tolerance > toleranceMax {
                let share = Double(max(1, long)) / Double(max(1, short))
                return -Double.log(share) + Double.log(2 * tolerance / mean)
            }
            tolerance *= toleranceStep
        }
    }
}
