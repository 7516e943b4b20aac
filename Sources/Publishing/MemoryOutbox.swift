import Synchronization

/// An outbox that lasts as long as the process: for tests, and for runs that keep no state.
public final class MemoryOutbox: EventOutbox {
    private struct State {
        var waiting: [OutgoingEvent] = []
        var lastSequence: UInt64 = 0
        var observers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Appends events whose sequences continue the order without a hole.
    public func append(_ events: [OutgoingEvent]) {
        let observers = state.withLock { state in
            for event in events {
                precondition(
                    event.sequence == state.lastSequence + 1,
                    "event \(event.sequence) does not follow \(state.lastSequence)")
                state.lastSequence = event.sequence
                state.waiting.append(event)
            }
            return state.observers
        }
        for notify in observers { notify() }
    }

    public var lastSequence: UInt64 { state.withLock { $0.lastSequence } }

    public func pending(after sequence: UInt64, limit: Int) -> [OutgoingEvent] {
        state.withLock { state in
            Array(state.waiting.lazy.filter { $0.sequence > sequence }.prefix(max(limit, 0)))
        }
    }

    public func acknowledge(through sequence: UInt64) {
        state.withLock { state in state.waiting.removeAll { $0.sequence <= sequence } }
    }

    /// What is acknowledged is not kept, so nothing can be sent again.
    public func resume(from extent: StoredExtent) -> AcknowledgedLoss? {
        guard case .newest(let id, let payload) = extent else { return nil }
        state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.id == id }),
                payload == nil || payload == state.waiting[place].payload
            else { return }
            state.waiting.removeSubrange(...place)
        }
        return nil
    }

    public func pendingCount() -> Int { state.withLock { $0.waiting.count } }

    public func onAppend(_ notify: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(notify) }
    }
}
