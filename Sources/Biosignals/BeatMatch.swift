/// Detected beats against reference beats, matched one to one within a window.
///
/// Rules: ANSI/AAMI EC57. A test beat matches a reference beat if the two lie within the window
///        (150 ms) of each other; each takes part in one match at most, and of two that compete the
///        nearer wins. Nothing is skipped unless the caller leaves it out: no learning period.
/// Figures add up, so the gross figure of many records is their sum.
public struct BeatMatch: Sendable, Equatable {
    /// Reference beats that a test beat matched.
    public private(set) var matched = 0
    /// Reference beats without a test beat.
    public private(set) var missed = 0
    /// Test beats without a reference beat.
    public private(set) var extra = 0
    /// Test minus reference of each match, in samples.
    public private(set) var errors: [Double] = []

    public init() {}

    /// - Parameters:
    ///   - reference: positions in samples, increasing.
    ///   - test: positions in samples, increasing.
    ///   - window: in samples; a distance of just this much still matches.
    ///   - excluded: stretches, in samples, whose beats count on neither side.
    public init(
        reference: [Double], test: [Double], window: Double,
        excluding excluded: [Range<Double>] = []
    ) {
        let isKept = { (position: Double) in !excluded.contains { $0.contains(position) } }
        let (wanted, found) = (reference.filter(isKept), test.filter(isKept))
        var (left, right) = (0, 0)
        while left < wanted.count, right < found.count {
            let error = found[right] - wanted[left]
            if abs(error) > window {
                if error < 0 { right += 1 } else { left += 1 }
            } else if right + 1 < found.count, abs(found[right + 1] - wanted[left]) < abs(error) {
                right += 1
            } else if left + 1 < wanted.count, abs(found[right] - wanted[left + 1]) < abs(error) {
                left += 1
            } else {
                errors.append(error)
                left += 1
                right += 1
            }
        }
        matched = errors.count
        missed = wanted.count - matched
        extra = found.count - matched
    }

    /// Se, %: share of the reference beats that were found; 100 if there was none to find.
    public var sensitivity: Double { Self.percent(matched, of: matched + missed) }
    /// +P, %: share of the test beats that are beats; 100 if there was none.
    public var positivePredictivity: Double { Self.percent(matched, of: matched + extra) }
    /// F1, %.
    public var f1: Double { Self.percent(2 * matched, of: 2 * matched + missed + extra) }

    /// Median of test minus reference, samples; 0 without a match.
    public var errorMedian: Double {
        guard !errors.isEmpty else { return 0 }
        let sorted = errors.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// SD (N − 1) of test minus reference, samples; 0 with fewer than two matches.
    public var errorSD: Double {
        guard errors.count > 1 else { return 0 }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let squares = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(errors.count - 1)).squareRoot()
    }

    public static func + (left: BeatMatch, right: BeatMatch) -> BeatMatch {
        var sum = left
        sum.matched += right.matched
        sum.missed += right.missed
        sum.extra += right.extra
        sum.errors += right.errors
        return sum
    }

    private static func percent(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 100 : 100 * Double(part) / Double(whole)
    }
}
