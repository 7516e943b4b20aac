import Synchronization

/// What a reading thread and the taking task share: a bounded ring, how reading ended, and who
/// waits.
final class RingMailbox<Element: RingElement, End: Equatable & Sendable>: Sendable {
    private struct Shared {
        var ring: DropOldestRing<Element>
        var received = 0
        var end: End?
        var waiter: CheckedContinuation<Void, Never>?

        var hasNews: Bool { !ring.isEmpty || end != nil }
    }

    let capacity: Int
    private let shared: Mutex<Shared>

    init(capacity: Int) {
        self.capacity = capacity
        shared = Mutex(Shared(ring: DropOldestRing(capacity: capacity)))
    }

    var counts: (received: Int, dropped: Int) {
        shared.withLock { ($0.received, $0.ring.droppedWeight) }
    }

    func append(_ element: Element) {
        wake(
            shared.withLock { shared in
                shared.ring.append(element)
                shared.received += element.weight
                return Self.takeWaiter(&shared)
            })
    }

    func end(_ end: End) {
        wake(
            shared.withLock { shared in
                shared.end = end
                return Self.takeWaiter(&shared)
            })
    }

    /// - Returns: how it ended, once it has.
    func take(into elements: inout [Element]) -> End? {
        // Not into the caller's array inside the lock: growing it must not hold up the reader.
        let (taken, end) = shared.withLock { shared in
            var taken: [Element] = []
            shared.ring.take(into: &taken)
            return (taken, shared.end)
        }
        elements.append(contentsOf: taken)
        return end
    }

    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNeedless = shared.withLock { shared in
                    precondition(shared.waiter == nil, "One task at a time waits for a reader.")
                    if shared.hasNews || Task.isCancelled { return true }
                    shared.waiter = continuation
                    return false
                }
                if isNeedless { continuation.resume() }
            }
        } onCancel: {
            wake(shared.withLock { Self.takeWaiter(&$0) })
        }
    }

    private static func takeWaiter(
        _ shared: inout Shared
    ) -> CheckedContinuation<Void, Never>? {
        defer { shared.waiter = nil }
        return shared.waiter
    }

    /// Outside the lock, because the waiting task may run at once.
    private func wake(_ waiter: CheckedContinuation<Void, Never>?) { waiter?.resume() }
}
