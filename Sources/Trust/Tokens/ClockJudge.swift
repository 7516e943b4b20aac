/// Whether the wall clock may be believed. A board computer without a battery starts anywhere.
///
/// Not believed: a time before the floor (the program's build, the last time an issuer or the
/// broker signed or stamped), a kernel that says it is not synchronised, and for five minutes
/// after a step of more than 5 s against the monotonic clock, either way.
public struct ClockJudge: Sendable {
    /// ms
    public static let stepMax: Int64 = 5_000
    /// ms of steady time after a step.
    public static let settlingTime: Int64 = 300_000

    private var floor: Int64
    private var last: (wall: Int64, monotonic: Int64)?
    /// ms of the monotonic clock.
    private var steppedAt: Int64?

    /// - Parameter floorMilliseconds: ms since 1970-01-01T00:00:00Z that have surely passed.
    public init(floorMilliseconds: Int64) { floor = floorMilliseconds }

    /// A time that an issuer signed or the broker stamped. Never a mere member's: it could put the
    /// floor where no clock reaches.
    public mutating func learn(milliseconds: Int64) { floor = max(floor, milliseconds) }

    /// - Parameters:
    ///   - wallMilliseconds: ms since 1970-01-01T00:00:00Z.
    ///   - monotonicMilliseconds: of a clock that counts on while the machine sleeps.
    ///   - isSynchronised: what the kernel says.
    public mutating func judge(
        wallMilliseconds: Int64, monotonicMilliseconds: Int64, isSynchronised: Bool
    ) -> ClockReading {
        if let last {
            let step = (wallMilliseconds - last.wall) - (monotonicMilliseconds - last.monotonic)
            if step.magnitude > UInt64(Self.stepMax) { steppedAt = monotonicMilliseconds }
        }
        last = (wallMilliseconds, monotonicMilliseconds)
        if let steppedAt, monotonicMilliseconds - steppedAt >= Self.settlingTime {
            self.steppedAt = nil
        }
        let distrust: ClockReading.Distrust? =
            if wallMilliseconds < floor {
                .beforeFloor
            } else if !isSynchronised {
                .notSynchronised
            } else if steppedAt != nil {
                .stepped
            } else {
                nil
            }
        return ClockReading(milliseconds: wallMilliseconds, distrust: distrust)
    }
}

/// A time, and whether it may be believed.
public struct ClockReading: Equatable, Sendable {
    public enum Distrust: String, CaseIterable, Sendable {
        case beforeFloor = "it shows a time that has passed already"
        case notSynchronised = "it is not synchronised"
        case stepped = "it was set a moment ago"
    }

    /// ms since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64
    public let distrust: Distrust?

    public init(milliseconds: Int64, distrust: Distrust? = nil) {
        self.milliseconds = milliseconds
        self.distrust = distrust
    }

    public var isTrusted: Bool { distrust == nil }
    /// s since 1970-01-01T00:00:00Z, rounded down.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000
    }

    /// s since 1970-01-01T00:00:00Z.
    ///
    /// - Throws: `clock_untrusted`.
    public func trustedTime() throws(Refusal) -> Int64 { try trustedSeconds() }

    func trustedSeconds() throws(Refusal) -> Int64 {
        if let distrust {
            throw Refusal(.clockUntrusted, "The clock is not trusted: \(distrust.rawValue).")
        }
        return seconds
    }
}
