/// One port being tried.
public struct PortAttempt: Equatable, Sendable {
    public internal(set) var identity: PortIdentity
    /// Which of its claim's speeds.
    public internal(set) var rateIndex = 0
    /// In a row.
    public internal(set) var failureCount = 0
    var lastError: PortError?
    /// Of the last byte, or of the first opening if none ever came: reopening does not end a
    /// silence. Nil before the first opening.
    public internal(set) var silentSince: MonotonicInstant?
    var reopenedAt: MonotonicInstant?
    var hasAskedForReplug = false
    /// That it is no board's was said, and it is being tried again all the same.
    var hasBeenCalledNoBoard = false

    init(_ identity: PortIdentity) { self.identity = identity }

    public var baudRate: BaudRate { BoardClaim(identity).baudRates[rateIndex] }
    var hasFurtherRate: Bool { rateIndex + 1 < BoardClaim(identity).baudRates.count }

    mutating func hear(at now: MonotonicInstant) {
        silentSince = now
        reopenedAt = nil
        hasAskedForReplug = false
    }

    /// When it is to be opened again, if nothing comes until then.
    func reopening(_ timing: PortLinkTiming) -> MonotonicInstant? {
        reopenedAt.map { $0 + timing.reopenEvery } ?? silentSince.map { $0 + timing.reopenAfter }
    }

    func replugRequest(_ timing: PortLinkTiming) -> MonotonicInstant? {
        hasAskedForReplug ? nil : silentSince.map { $0 + timing.replugAfter }
    }
}
