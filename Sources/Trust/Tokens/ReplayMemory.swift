import Crypto

/// Which messages have been seen, for each holder, for as long as they could be said again.
///
/// Bounded, and nothing flushes it: a message older or newer than the window is refused without a
/// look, one inside is remembered until its time has left the window, and when a holder's share is
/// full that holder is refused until time frees a place. One holder cannot fill another's share.
public struct ReplayMemory: Sendable {
    /// ms a request's time may differ from now, either way.
    public static let window: Int64 = 60_000
    public static let countMax = 4_096
    public static let holdersMax = 256
    /// ms; ids are forgotten by the slot.
    private static let slot: Int64 = 10_000

    /// 128 bits of an id's SHA-256.
    private struct Mark: Hashable {
        let high, low: UInt64
    }

    private struct Share {
        var slots: [Int64: Set<Mark>] = [:]
        var count = 0
    }

    private var shares: [String: Share] = [:]
    /// ms since 1970-01-01T00:00:00Z.
    private let start: Int64

    /// - Parameter start: ms since 1970-01-01T00:00:00Z; what was said before it is refused, for
    ///   nobody remembers here whether it was heard.
    public init(since start: Int64 = .min) { self.start = start }

    /// Remembered messages, of all holders.
    public var count: Int { shares.values.reduce(0) { $0 + $1.count } }

    /// - Parameters:
    ///   - holder: the identifier of a key from the keyring, whose signature held.
    ///   - id: the message's.
    ///   - timeMilliseconds: the message's own time.
    /// - Throws: `stale`, `replayed`, or `busy` when there is no room.
    public mutating func take(
        holder: String, id: String, timeMilliseconds: Int64, at clock: ClockReading
    ) throws(Refusal) {
        _ = try clock.trustedSeconds()
        let now = clock.milliseconds
        let (difference, isOverflow) = timeMilliseconds.subtractingReportingOverflow(now)
        guard !isOverflow, difference.magnitude <= UInt64(Self.window) else {
            throw Refusal(.stale, "The message's time is not within a minute of now.")
        }
        guard timeMilliseconds >= start else {
            throw Refusal(.stale, "The message was made before this program started. Ask anew.")
        }
        forget(before: now - Self.window, of: holder)
        if shares[holder] == nil, shares.count >= Self.holdersMax {
            for other in shares.keys { forget(before: now - Self.window, of: other) }
            guard shares.count < Self.holdersMax else {
                throw Refusal(.busy, "Too many senders at once. Try again in a minute.")
            }
        }
        let mark = Self.mark(id)
        var share = shares[holder] ?? Share()
        // An id counts once in the window, whatever time is written beside it.
        guard !share.slots.values.contains(where: { $0.contains(mark) }) else {
            throw Refusal(.replayed, "The message has been here before.")
        }
        guard share.count < Self.countMax else {
            throw Refusal(.busy, "Too many messages in a minute. Try again in a minute.")
        }
        // Released first, so that the set is changed where it lies.
        shares[holder] = nil
        share.slots[timeMilliseconds / Self.slot, default: []].insert(mark)
        share.count += 1
        shares[holder] = share
    }

    private mutating func forget(before limit: Int64, of holder: String) {
        guard var share = shares[holder] else { return }
        let over = share.slots.keys.filter { ($0 + 1) * Self.slot <= limit }
        if over.isEmpty { return }
        shares[holder] = nil
        for key in over { share.count -= share.slots.removeValue(forKey: key)?.count ?? 0 }
        if share.count > 0 { shares[holder] = share }
    }

    private static func mark(_ id: String) -> Mark {
        var words: (UInt64, UInt64) = (0, 0)
        for byte in SHA256.hash(data: Array(id.utf8)).prefix(16) {
            words = (words.0 << 8 | words.1 >> 56, words.1 << 8 | UInt64(byte))
        }
        return Mark(high: words.0, low: words.1)
    }
}
