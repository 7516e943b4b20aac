import Synchronization

/// The connections there are, what each is at, and by when it must be done with that.
///
/// One look at all of them a few times a second ends those that are late: no timer each.
final class ConnectionRegister: Sendable {
    enum Phase: Equatable {
        /// It has not asked for anything yet: the first to go when there are too many.
        case asking
        case answered
    }

    private struct Entry {
        var phase = Phase.asking
        var deadline: ContinuousClock.Instant
        var task: Task<Void, Never>?
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 0
        var isClosed = false
    }

    enum Admission {
        case admitted(Int)
        /// There are too many: those that have asked for nothing for longest are being ended, this
        /// one first.
        case after(Task<Void, Never>)
        case full
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var count: Int { state.withLock { $0.entries.count } }

    func admit(until deadline: ContinuousClock.Instant) -> Admission {
        state.withLock { state in
            guard !state.isClosed else { return .full }
            if state.entries.count < limit {
                state.next += 1
                state.entries[state.next] = Entry(deadline: deadline)
                return .admitted(state.next)
            }
            let asking = state.entries.filter { $0.value.phase == .asking }
            let oldest = asking.keys.sorted().prefix(max(1, limit / 4))
            let tasks = oldest.compactMap { asking[$0]?.task }
            guard let task = tasks.first else { return .full }
            // Several at once: a flood pays for its own end.
            for task in tasks { task.cancel() }
            return .after(task)
        }
    }

    /// The task that serves it; ended at once if the server has been stopped meanwhile.
    func set(_ task: Task<Void, Never>, of connection: Int) {
        let isLate = state.withLock { state in
            state.entries[connection]?.task = task
            return state.isClosed
        }
        if isLate { task.cancel() }
    }

    func set(_ phase: Phase, until deadline: ContinuousClock.Instant, of connection: Int) {
        state.withLock { state in
            state.entries[connection]?.phase = phase
            state.entries[connection]?.deadline = deadline
        }
    }

    func remove(_ connection: Int) {
        state.withLock { state in state.entries[connection] = nil }
    }

    /// Ends those whose time is over.
    func endLate(at now: ContinuousClock.Instant) {
        let late = state.withLock { state in
            state.entries.values.filter { $0.deadline < now }.compactMap(\.task)
        }
        for task in late { task.cancel() }
    }

    /// Ends all, and waits until they have.
    func close() async {
        let tasks = state.withLock { state in
            state.isClosed = true
            return state.entries.values.compactMap(\.task)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
