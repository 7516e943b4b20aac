/// Finds lasting steps of a slow baseline, such as body impedance: changes of posture.
///
/// Input:  the mean of each second, oldest first; nil for a second without signal, which starts anew.
/// Output: true in the second in which a step has lasted.
/// Delay:  `lasting`, 20 s.
/// Method: the middle of the last 20 s against that of the 20 s before them; a step exceeds three
///         robust standard deviations (1.4826 · median absolute deviation) of those, and a thousandth
///         of the level. A step is told once.
/// Differs: the rule (3 robust SD, more than 20 s) is this project's; no labelled set was at hand.
public struct BaselineStepFinder: Sendable {
    static let lasting = 20
    private static let deviations = 3.0
    private static let leastShare = 1e-3
    /// Seconds of the last 20 that lie beyond the step: all but the turn itself.
    private static let movedMin = 18

    private var recent: [Double] = []
    private var restUntil = 0
    private var count = 0

    public init() { recent.reserveCapacity(2 * Self.lasting) }

    public mutating func process(_ mean: Double?) -> Bool {
        guard let mean, mean.isFinite else {
            recent.removeAll(keepingCapacity: true)
            return false
        }
        if recent.count == 2 * Self.lasting { recent.removeFirst() }
        recent.append(mean)
        count += 1
        guard recent.count == 2 * Self.lasting, count >= restUntil else { return false }
        let (before, spread) = Self.middle(recent.prefix(Self.lasting))
        let (after, other) = Self.middle(recent.suffix(Self.lasting))
        let least = max(Self.deviations * max(spread, other), Self.leastShare * abs(before))
        let moved = recent.suffix(Self.lasting).count {
            abs($0 - before) > least && ($0 > before) == (after > before)
        }
        guard moved >= Self.movedMin else { return false }
        restUntil = count + 2 * Self.lasting
        return true
    }

    private static func middle(_ values: ArraySlice<Double>) -> (median: Double, spread: Double) {
        let sorted = values.sorted()
        let median = sorted[sorted.count / 2]
        let distances = sorted.map { abs($0 - median) }.sorted()
        return (median, 1.4826 * distances[distances.count / 2])
    }
}
