/// One reading of a converter, in its own counts.
public struct CountsSample: RingElement, Equatable {
    public let counts: Int
    /// Taken directly after the reading.
    public let arrival: MonotonicInstant
    /// The input was, or may have been, beyond the converter's range: the value is a bound.
    public let isSaturated: Bool
    /// Readings that failed, came too late, or that nobody took in time, directly before this one.
    public var lostBefore: Int

    public init(
        counts: Int, arrival: MonotonicInstant, isSaturated: Bool, lostBefore: Int = 0
    ) {
        self.counts = counts
        self.arrival = arrival
        self.isSaturated = isSaturated
        self.lostBefore = lostBefore
    }

    public var weight: Int { 1 }
}
