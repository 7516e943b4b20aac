/// Coordinated Universal Time with millisecond resolution, counted from 1970-01-01T00:00:00Z.
public struct UTCTime: Hashable, Comparable, Sendable {
    public let millisecondsSince1970: Int64

    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    public static let epoch = UTCTime(millisecondsSince1970: 0)

    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.millisecondsSince1970 < rhs.millisecondsSince1970
    }

    /// The instant `seconds` later, to the nearest millisecond; clamped to 30,000 years.
    public func advanced(by seconds: Seconds) -> UTCTime {
        let step = max(-1e15, min(1e15, (seconds.value * 1_000).rounded()))
        return UTCTime(millisecondsSince1970: millisecondsSince1970 + Int64(step))
    }
}

/// Sample indices to seconds and to UTC: the only way from one to the other.
public struct SampleClock: Equatable, Sendable {
    public let rate: Hertz
    /// UTC of sample 0, and whether anyone vouches for it. A recording without a start time begins
    /// at the epoch, unsynced.
    public let origin: UTCTime
    public let isSynced: Bool

    public init(rate: Hertz, origin: UTCTime = .epoch, isSynced: Bool = false) {
        precondition(rate.value > 0 && rate.value.isFinite, "A sampling rate is positive: \(rate).")
        self.rate = rate
        self.origin = origin
        self.isSynced = isSynced
    }

    /// Seconds from sample 0 to a position that may lie between two samples.
    public func seconds(at position: Double) -> Seconds { Seconds(position / rate.value) }

    public func utc(at position: Double) -> UTCTime { origin.advanced(by: seconds(at: position)) }
}
