public import Publishing
public import Storage
import Synchronization

/// An outbox that notes when each event was offered to it, when it was on the disk, and when it was
/// stored at the broker.
public final class TimedOutbox: EventOutbox {
    /// Seconds from the offer.
    public struct Times: Sendable {
        public var appended: [Double] = []
        public var stored: [Double] = []
    }

    private struct State {
        var offered: [UInt64: ContinuousClock.Instant] = [:]
        var acknowledged: UInt64 = 0
        var times = Times()
    }

    private let store: Store
    private let state = Mutex(State())

    public init(_ store: Store) { self.store = store }

    public var times: Times { state.withLock { $0.times } }

    public func append(_ event: OutgoingEvent) throws {
        let now = ContinuousClock.now
        state.withLock { $0.offered[event.sequence] = now }
        try store.append([event])
        let took = (ContinuousClock.now - now) / .seconds(1)
        state.withLock { $0.times.appended.append(took) }
    }

    public func pending(after sequence: UInt64, limit: Int) throws -> [OutgoingEvent] {
        try store.pending(after: sequence, limit: limit)
    }

    /// The broker has them now; that we note it is not part of the way.
    public func acknowledge(through sequence: UInt64) throws {
        note(through: sequence)
        try store.acknowledge(through: sequence)
    }

    public func resume(from extent: StoredExtent) throws -> AcknowledgedLoss? {
        try store.resume(from: extent)
    }

    public func pendingCount() throws -> Int { try store.pendingCount() }

    public func onAppend(_ notify: @escaping @Sendable () -> Void) { store.onAppend(notify) }

    private func note(through sequence: UInt64) {
        let now = ContinuousClock.now
        state.withLock { state in
            for each in stride(from: state.acknowledged + 1, through: sequence, by: 1) {
                guard let offered = state.offered.removeValue(forKey: each) else { continue }
                state.times.stored.append((now - offered) / .seconds(1))
            }
            state.acknowledged = max(state.acknowledged, sequence)
        }
    }
}
