import Biosignals

/// The level beneath the responses: a low percentile of the seconds around.
///
/// Input:  mean skin conductance of one second after another, µS. Output: the 10th percentile of
///         the seconds from 20 s before to 10 s after each, as far as they are there.
/// Delay:  10 s.
/// Differs: a percentile of the last 60 s, the usual live estimate, lags behind a drift; looking
///         10 s ahead halves its error for 10 s of delay.
struct TonicLevel: Sendable {
    private static let back = 20
    private static let ahead = 10
    private static let quantile = 0.1

    private var first = 0
    private var next = 0
    private var means: [Double] = []
    /// The same numbers in order of size.
    private var sorted: [Double] = []

    /// Takes the mean of the second that follows the last one given, or any after an `interrupt`.
    mutating func append(
        second: Int, mean: Double, into levels: inout [SkinConductanceLevel]
    ) {
        if means.isEmpty { (first, next) = (second, second) }
        means.append(mean)
        sorted.insert(mean, at: place(of: mean))
        if second - next >= Self.ahead { emit(into: &levels) }
    }

    /// Gives up what was waiting; the next second belongs to another stretch.
    mutating func interrupt(into levels: inout [SkinConductanceLevel]) {
        while next < first + means.count { emit(into: &levels) }
        means.removeAll(keepingCapacity: true)
        sorted.removeAll(keepingCapacity: true)
    }

    private mutating func emit(into levels: inout [SkinConductanceLevel]) {
        while first < next - Self.back {
            // One after the other: `place` holds on to the numbers while its argument is worked out,
            // so that taking one away within would copy them all.
            let oldest = means.removeFirst()
            let rank = place(of: oldest)
            sorted.remove(at: rank)
            first += 1
        }
        let rank = Self.quantile * Double(sorted.count - 1)
        let below = Int(rank)
        let above = min(below + 1, sorted.count - 1)
        let level = sorted[below] + (rank - Double(below)) * (sorted[above] - sorted[below])
        levels.append(SkinConductanceLevel(second: next, level: Microsiemens(level)))
        next += 1
    }

    /// The first place in `sorted` whose number is not less.
    private func place(of value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
