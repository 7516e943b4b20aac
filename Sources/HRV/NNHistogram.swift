/// How often intervals of each length occur, and the measures read off that shape.
///
/// Bins are half-open and begin at 0 ms; the modal bin is the first of the highest.
public struct NNHistogram: Equatable, Sendable {
    /// 1 / 128 s, as the Task Force recommends.
    public static let taskForceBin = 7.8125
    /// Beyond this many bins from shortest to longest, the intervals are no rhythm.
    static let binsMax = 10_000

    public let binMilliseconds: Double
    /// Index of the first occupied bin, and the counts from there to the last occupied one.
    public let firstBin: Int
    public let counts: [Int]
    public let total: Int

    /// Nil without intervals, when one is negative or not finite, or when they spread over more
    /// than 10 000 bins.
    public init?(_ milliseconds: [Double], bin: Double = taskForceBin) {
        guard bin > 0, milliseconds.allSatisfy(\.isFinite),
            let low = milliseconds.min(), let high = milliseconds.max(), low >= 0,
            high / bin < 1e15, (high - low) / bin < Double(Self.binsMax)
        else { return nil }
        let first = Int(low / bin)
        var counts = Array(repeating: 0, count: Int(high / bin) - first + 1)
        for interval in milliseconds { counts[Int(interval / bin) - first] += 1 }
        binMilliseconds = bin
        firstBin = first
        self.counts = counts
        total = milliseconds.count
    }

    private var mode: Int { counts.indices.max { counts[$0] < counts[$1] } ?? 0 }

    /// HTI: all intervals over those in the modal bin.
    public var triangularIndex: Double { Double(total) / Double(counts[mode]) }

    /// Middle of the modal bin, ms.
    public var modeMilliseconds: Double {
        (Double(firstBin + mode) + 0.5) * binMilliseconds
    }

    /// Intervals in the modal bin, % of all.
    public var modeAmplitude: Double { 100 * Double(counts[mode]) / Double(total) }

    /// TINN, ms: base of the triangle over the modal bin that fits the whole histogram best by
    /// least squares. Its feet stand on bins, at most one beyond the data. The two sides do not
    /// touch each other, so each is fitted alone.
    public var triangleBase: Double {
        let mode = mode
        let left = Self.foot(below: counts[mode], counts[..<mode].reversed())
        let right = Self.foot(below: counts[mode], counts[(mode + 1)...])
        return Double(left + right) * binMilliseconds
    }

    /// Bins from the mode to the foot of a side, given its counts from the mode outwards; of equal
    /// fits the wider.
    ///
    /// With the foot d bins away the side's height at bin k is p · (1 − k / d). The squared error
    /// is then a constant and p / 6d times p (d − 1)(2d − 1) − 12 Σ c (d − k), the sum over k < d:
    /// running sums give it for every d in turn, in whole numbers.
    private static func foot(below peak: Int, _ side: some Collection<Int>) -> Int {
        var best = (error: Int128(0), distance: 1)
        var (sum, moment, distance) = (Int128(0), Int128(0), Int128(1))
        for count in side {
            sum += Int128(count)
            moment += distance * Int128(count)
            distance += 1
            let error =
                Int128(peak) * (distance - 1) * (2 * distance - 1)
                - 12 * (distance * sum - moment)
            if error * Int128(best.distance) <= best.error * distance {
                best = (error, Int(distance))
            }
        }
        return best.distance
    }
}
