import EventContract
import NATSPublishing
import Publishing
import Synchronization

/// Requests that wait for their answer: so many, and no more of one asker than half of them.
final class RequestQueue: Sendable {
    struct Waiting: Sendable {
        let request: ReadRequest
        let asker: RequestGate.Asker
        let granted: Granted
        let replySubject: String
        /// On the service's clock.
        let arrived: Duration
    }

    private struct State {
        var waiting: [Waiting] = []
        var hasEnded = false
    }

    private let countMax: Int
    private let state = Mutex(State())
    private let signal = WakeSignal()

    init(countMax: Int) { self.countMax = max(countMax, 2) }

    var count: Int { state.withLock { $0.waiting.count } }

    /// - Returns: false if it has to be refused.
    func offer(_ request: Waiting) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.hasEnded, state.waiting.count < countMax,
                state.waiting.count(where: { $0.asker == request.asker }) < countMax / 2
            else { return false }
            state.waiting.append(request)
            return true
        }
        if isTaken { signal.notify() }
        return isTaken
    }

    /// The next in order; nil once the queue has ended and is empty.
    func next() async -> Waiting? {
        while true {
            let (next, hasEnded) = state.withLock { state -> (Waiting?, Bool) in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.hasEnded)
            }
            if let next { return next }
            if hasEnded { return nil }
            await signal.wait()
        }
    }

    /// Takes nothing more; what waits is still handed out.
    func end() {
        state.withLock { $0.hasEnded = true }
        signal.notify()
    }
}
