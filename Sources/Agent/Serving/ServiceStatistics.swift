import EventContract
import Synchronization

/// How often each subject was asked, and how that went, as `$SRV.STATS` tells it.
final class ServiceStatistics: Sendable {
    private struct Count {
        var requests = 0
        var errors = 0
        var lastError = ""
        var time = Duration.zero
    }

    private struct State {
        var counts: [String: Count] = [:]
        var unanswerable = 0
    }

    private let state = Mutex(State())

    func answered(_ subject: String, in time: Duration) {
        state.withLock {
            $0.counts[subject, default: Count()].requests += 1
            $0.counts[subject, default: Count()].time += time
        }
    }

    func refused(_ subject: String, _ refusal: ServiceRefusal) {
        state.withLock { state in
            var count = state.counts[subject] ?? Count()
            count.requests += 1
            count.errors += 1
            count.lastError = "\(refusal.code):\(refusal.reason)"
            state.counts[subject] = count
        }
    }

    /// Somebody wanted the answer in a place that is no inbox.
    ///
    /// - Returns: whether it was the first.
    func unanswerable() -> Bool {
        state.withLock { state in
            state.unanswerable += 1
            return state.unanswerable == 1
        }
    }

    var totals: (answered: Int, refused: Int, unanswerable: Int) {
        state.withLock { state in
            let errors = state.counts.values.reduce(0) { $0 + $1.errors }
            let requests = state.counts.values.reduce(0) { $0 + $1.requests }
            return (requests - errors, errors, state.unanswerable)
        }
    }

    /// What an answer has taken so far, on average.
    var meanTime: Duration {
        state.withLock { state in
            let count = state.counts.values.reduce(0) { $0 + $1.requests - $1.errors }
            let time = state.counts.values.reduce(Duration.zero) { $0 + $1.time }
            return count == 0 ? .milliseconds(10) : time / count
        }
    }

    /// The endpoint with its figures.
    func filled(_ endpoint: ServiceDescription.Endpoint) -> ServiceDescription.Endpoint {
        let count = state.withLock { $0.counts[endpoint.subject] ?? Count() }
        let nanoseconds = Int64(count.time / .nanoseconds(1))
        var filled = endpoint
        filled.requests = count.requests
        filled.errors = count.errors
        filled.lastError = count.lastError
        filled.processingTime = nanoseconds
        filled.averageProcessingTime = count.requests == 0 ? 0 : nanoseconds / Int64(count.requests)
        return filled
    }
}
