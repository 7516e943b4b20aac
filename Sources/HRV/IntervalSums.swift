/// Sums over intervals and over pairs of adjacent ones, from which what came in can be taken out
/// again without a trace.
///
/// Whole numbers of 2⁻³⁶ ms, so that adding and taking away are exact in any order and for any
/// length of time: after a jump has left the window, a steady rhythm has no spread again. Rounding
/// to 1.5e-11 ms is the only error.
/// Room: intervals under 2¹³ ms are under 2⁴⁹ of these, sums of two under 2⁵⁰, their squares under
///       2¹⁰⁰; 2¹⁹ of them (a day at 250 ms) stay under 2¹¹⁹. Overflow cannot
///       happen and is not looked for.
struct IntervalSums: Equatable, Sendable {
    /// A longer one is a pause, not an interval.
    static let longest = 8_000.0
    private static let perMillisecond = 68_719_476_736.0

    private(set) var count = 0
    private var sum = Int128(0)
    private var squares = Int128(0)

    private(set) var pairCount = 0
    private var differenceSum = Int128(0)
    private var differenceSquares = Int128(0)
    private var pairSum = Int128(0)
    private var pairSquares = Int128(0)
    private(set) var over50 = 0
    private(set) var over20 = 0

    // MARK: In and out

    mutating func add(_ milliseconds: Double) { count(milliseconds, 1) }
    mutating func remove(_ milliseconds: Double) { count(milliseconds, -1) }

    /// Two adjacent intervals, ms.
    mutating func addPair(_ earlier: Double, _ later: Double) { countPair(earlier, later, 1) }
    mutating func removePair(_ earlier: Double, _ later: Double) { countPair(earlier, later, -1) }

    mutating func add(_ other: IntervalSums) { count(other, 1) }
    mutating func remove(_ other: IntervalSums) { count(other, -1) }

    private mutating func count(_ milliseconds: Double, _ times: Int) {
        let value = Self.fixed(milliseconds)
        let sign = Int128(truncatingIfNeeded: times)
        count += times
        sum &+= sign &* value
        squares &+= sign &* value &* value
    }

    private mutating func countPair(_ earlier: Double, _ later: Double, _ times: Int) {
        let (before, after) = (Self.fixed(earlier), Self.fixed(later))
        let sign = Int128(truncatingIfNeeded: times)
        let (difference, pair) = (after &- before, after &+ before)
        pairCount += times
        differenceSum &+= sign &* difference
        differenceSquares &+= sign &* difference &* difference
        pairSum &+= sign &* pair
        pairSquares &+= sign &* pair &* pair
        // As the batch measure decides, on the numbers themselves.
        if abs(later - earlier) > 50 { over50 += times }
        if abs(later - earlier) > 20 { over20 += times }
    }

    private mutating func count(_ other: IntervalSums, _ times: Int) {
        let sign = Int128(truncatingIfNeeded: times)
        count += times * other.count
        sum &+= sign &* other.sum
        squares &+= sign &* other.squares
        pairCount += times * other.pairCount
        differenceSum &+= sign &* other.differenceSum
        differenceSquares &+= sign &* other.differenceSquares
        pairSum &+= sign &* other.pairSum
        pairSquares &+= sign &* other.pairSquares
        over50 += times * other.over50
        over20 += times * other.over20
    }

    private static func fixed(_ milliseconds: Double) -> Int128 {
        Int128(truncatingIfNeeded: Int64((milliseconds * perMillisecond).rounded()))
    }

    /// As `Double(_:)`, without its generic way by words.
    private static func double(_ value: Int128) -> Double {
        let size = value.magnitude
        let (high, low) = (
            UInt64(truncatingIfNeeded: size >> 64), UInt64(truncatingIfNeeded: size)
        )
        let double = Double(high) * 18_446_744_073_709_551_616 + Double(low)
        return value < 0 ? -double : double
    }

    // MARK: Measures, ms

    /// Sum of the intervals.
    var total: Double { Self.double(sum) / Self.perMillisecond }

    var mean: Double? { count > 0 ? total / Double(count) : nil }

    /// Divided by N − 1, as the others.
    var sdnn: Double? { Self.deviation(count, sum, squares) }

    var rmssd: Double? {
        guard pairCount > 0 else { return nil }
        return (Self.double(differenceSquares) / Double(pairCount)).squareRoot()
            / Self.perMillisecond
    }

    var sdsd: Double? { Self.deviation(pairCount, differenceSum, differenceSquares) }

    /// Standard deviation of the sums of adjacent intervals.
    var pairDeviation: Double? { Self.deviation(pairCount, pairSum, pairSquares) }

    private static func deviation(_ count: Int, _ sum: Int128, _ squares: Int128) -> Double? {
        guard count > 1 else { return nil }
        // About the whole number nearest below the mean, where nothing cancels; then the rest.
        let (middle, rest) = sum.quotientAndRemainder(
            dividingBy: Int128(truncatingIfNeeded: count))
        let about = double(squares &- middle &* (sum &+ rest))
        let offset = double(rest) / Double(count) * double(rest)
        return (max(0, about - offset) / Double(count - 1)).squareRoot() / perMillisecond
    }
}
