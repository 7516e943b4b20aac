import Synchronization

/// Somebody inside the agent who watches, such as a terminal's view: what a browser would be told,
/// as values. Bounded: of what passes the oldest is dropped and counted, of what stands the newest is
/// kept. Whoever puts something in never waits.
public final class PageTap: Sendable {
    /// Points of all traces that wait: half a minute of eight.
    static let pointsMax = 60_000
    /// Marks and judged seconds that wait beside them.
    static let passingMax = 8_192

    private struct State {
        var session: PageSession?
        var keyed: [String: PageMessage] = [:]
        var order: [String] = []
        var passing: [PageMessage] = []
        /// Of `passing`, those that have been dropped from its front.
        var gone = 0
        var points = 0
        var dropped = 0
        /// Everything so far has been taken: there is room for more.
        var isHungry = true
    }

    private let state = Mutex(State())

    /// What has come since the last time.
    public func take() -> PageNews {
        state.withLock { state in
            let standing = state.order.compactMap { state.keyed[$0] }
            let news = PageNews(
                session: state.session, messages: standing + state.passing[state.gone...],
                dropped: state.dropped)
            state = State()
            return news
        }
    }

    /// Whether it has been looked at since something was said last.
    var isHungry: Bool { state.withLock { $0.isHungry } }

    func begin(_ session: PageSession, afresh: Bool) {
        state.withLock { state in
            state.session = session
            guard afresh else { return }
            state.keyed.removeAll()
            state.order.removeAll()
            Self.forget(&state)
        }
    }

    func push(_ messages: [PageMessage]) {
        state.withLock { state in
            state.isHungry = false
            for message in messages { Self.add(message, to: &state) }
        }
    }

    private static func add(_ message: PageMessage, to state: inout State) {
        if let key = message.key {
            if state.keyed.updateValue(message, forKey: key) == nil { state.order.append(key) }
            guard state.order.count > ViewerQueue.keysMax else { return }
            state.keyed[state.order.removeFirst()] = nil
            state.dropped += 1
            return
        }
        state.passing.append(message)
        state.points += message.pointCount
        while state.points > pointsMax || state.passing.count - state.gone > passingMax {
            state.points -= state.passing[state.gone].pointCount
            state.gone += 1
            state.dropped += 1
        }
        if state.gone > 1_024 {
            state.passing.removeFirst(state.gone)
            state.gone = 0
        }
    }

    private static func forget(_ state: inout State) {
        state.passing.removeAll()
        state.gone = 0
        state.points = 0
    }
}

extension PageMessage {
    fileprivate var pointCount: Int {
        if case .wave(let wave) = self { wave.values.count } else { 0 }
    }
}
