public import Biosignals
import RealModule

/// Sample entropy: how much less often runs of m + 1 intervals repeat than runs of m.
///
/// Two runs match when every pair of their intervals differs by strictly less than r. Runs that
/// would cross a gap are no runs. N − m runs are compared at both lengths.
/// Time: N log N, and a small share of N²; see `MatchingPairs` and `MatchingRuns`.
/// Source: Richman & Moorman (2000), doi:10.1152/ajpheart.2000.278.6.H2039.
public struct SampleEntropy: Equatable, Sendable {
    /// Tolerance, ms.
    public let tolerance: Double
    /// Pairs of runs of two intervals that match.
    public let matchesOfTwo: Int
    /// Pairs of runs of three intervals that match.
    public let matchesOfThree: Int

    /// m = 2; `tolerance` in ms, as a rule 0.2 of the standard deviation (N − 1).
    public init(of nn: NNIntervals, tolerance: Double) {
        self.init(nn.milliseconds, followsPrevious: nn.followsPrevious, tolerance: tolerance)
    }

    init(_ values: [Double], followsPrevious: [Bool], tolerance: Double) {
        self.tolerance = tolerance
        let starts = (0..<max(0, values.count - 2)).filter {
            followsPrevious[$0 + 1] && followsPrevious[$0 + 2]
        }
        guard tolerance > 0, !starts.isEmpty else {
            (matchesOfTwo, matchesOfThree) = (0, 0)
            return
        }
        let ranked = RankedValues(values, tolerance: tolerance)
        matchesOfTwo = MatchingPairs(ranked, starts: starts).count
        matchesOfThree = MatchingRuns(ranked, starts: starts).count
    }

    /// −ln(A / B); nil when either count is zero, where it is not defined.
    public var value: Double? {
        guard matchesOfTwo > 0, matchesOfThree > 0 else { return nil }
        return -Double.log(Double(matchesOfThree) / Double(matchesOfTwo))
    }
}
