public import Biosignals
import RealModule

/// Sample entropy: how much less often runs of m + 1 intervals repeat than runs of m.
///
/// Two runs match when every pair of their intervals differs by strictly less than r. Runs that
/// would cross a gap are no runs. N − m runs are compared at both lengths.
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
        self.tolerance = tolerance
        let x = nn.milliseconds
        let runs = (0..<max(0, nn.count - 2))
            .filter { nn.followsPrevious[$0 + 1] && nn.followsPrevious[$0 + 2] }
            .sorted { x[$0] < x[$1] }
        // In order of their first interval, only neighbours can match.
        let first = runs.map { x[$0] }
        let second = runs.map { x[$0 + 1] }
        let third = runs.map { x[$0 + 2] }
        var (two, three) = (0, 0)
        for left in runs.indices {
            var right = left + 1
            while right < first.count, first[right] - first[left] < tolerance {
                if abs(second[right] - second[left]) < tolerance {
                    two += 1
                    if abs(third[right] - third[left]) < tolerance { three += 1 }
                }
                right += 1
            }
        }
        matchesOfTwo = two
        matchesOfThree = three
    }

    /// −ln(A / B); nil when either count is zero, where it is not defined.
    public var value: Double? {
        guard matchesOfTwo > 0, matchesOfThree > 0 else { return nil }
        return -Double.log(Double(matchesOfThree) / Double(matchesOfTwo))
    }
}
