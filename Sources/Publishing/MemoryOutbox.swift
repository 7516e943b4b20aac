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

    public func pendingSequence(ofID id: String) -> UInt64? {
        state.withLock { state in state.waiting.first { $0.id == id }?.sequence }
    }

    public func pendingCount() -> Int { state.withLock { $0.waiting.count } }

    public func onAppend(_ notify: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(notify) }
    }
}
