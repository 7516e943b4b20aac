import Synchronization

/// What the agent tells everyone who watches. Each message becomes bytes once, however many they
/// are, and nothing becomes bytes while there is nobody. Nobody is waited for.
///
/// Safe from any thread; calls from one task arrive in order.
public final class PageFeed: Sendable {
    /// Insights that a browser which comes later is still shown.
    static let insightsMax = 50

    private struct Standing {
        let message: PageMessage
        var frame: [UInt8]?
    }

    private struct State {
        var session: PageSession?
        var position = 0.0
        var standing: [String: Standing] = [:]
        var order: [String] = []
        var viewers: [Int: ViewerQueue] = [:]
        var next = 0
        var arrivals = 0
        var droppedBefore = 0
    }

    private let viewersMax: Int
    private let state = Mutex(State())

    public init(viewersMax: Int = 64) { self.viewersMax = viewersMax }

    /// Whether anything need be computed for the page at all.
    public var isWatched: Bool { state.withLock { !$0.viewers.isEmpty } }
    public var viewerCount: Int { state.withLock { $0.viewers.count } }
    /// How many have come so far: rises when somebody is there who has seen nothing yet.
    public var arrivals: Int { state.withLock { $0.arrivals } }
    /// Messages that passed before a browser took them, of all there ever were.
    public var droppedMessages: Int {
        state.withLock { state in
            state.viewers.values.reduce(state.droppedBefore) { $0 + $1.droppedTotal }
        }
    }

    /// A session begins, and what stood before is forgotten; or, under the same identifier, its
    /// channels have changed.
    public func begin(_ session: PageSession, at position: Double = 0) {
        state.withLock { state in
            let isNew = state.session?.id != session.id
            state.session = session
            state.position = position
            if isNew {
                state.standing.removeAll()
                state.order.removeAll()
            }
            guard !state.viewers.isEmpty else { return }
            let hello = WebSocketFrame.text(session.json(at: position))
            for viewer in state.viewers.values { viewer.begin(hello, afresh: isNew) }
        }
    }

    public func tell(_ messages: [PageMessage]) {
        guard !messages.isEmpty else { return }
        state.withLock { state in
            let isWatched = !state.viewers.isEmpty
            var frames: [(key: String?, bytes: [UInt8])] = []
            for message in messages {
                if case .status(let status) = message { state.position = status.position }
                let key = message.key
                let frame = isWatched ? WebSocketFrame.text(message.json) : nil
                if let key { Self.keep(message, frame, under: key, in: &state) }
                if let frame { frames.append((key, frame)) }
            }
            for viewer in state.viewers.values { viewer.push(frames) }
        }
    }

    /// A browser has come. Nil: there are as many as there may be.
    func join() -> (number: Int, queue: ViewerQueue)? {
        state.withLock { state in
            guard state.viewers.count < viewersMax else { return nil }
            let queue = ViewerQueue()
            state.next += 1
            state.arrivals += 1
            state.viewers[state.next] = queue
            guard let session = state.session else { return (state.next, queue) }
            queue.begin(WebSocketFrame.text(session.json(at: state.position)))
            var frames: [(key: String?, bytes: [UInt8])] = []
            for key in state.order {
                guard let standing = state.standing[key] else { continue }
                let frame = standing.frame ?? WebSocketFrame.text(standing.message.json)
                state.standing[key]?.frame = frame
                frames.append((key, frame))
            }
            queue.push(frames)
            return (state.next, queue)
        }
    }

    /// Whether everyone has taken everything.
    var isTaken: Bool { state.withLock { $0.viewers.values.allSatisfy(\.isEmpty) } }

    func leave(_ number: Int) {
        let queue = state.withLock { state in
            let queue = state.viewers.removeValue(forKey: number)
            state.droppedBefore += queue?.droppedTotal ?? 0
            return queue
        }
        queue?.close()
    }

    private static func keep(
        _ message: PageMessage, _ frame: [UInt8]?, under key: String, in state: inout State
    ) {
        let standing = Standing(message: message, frame: frame)
        guard state.standing.updateValue(standing, forKey: key) == nil else { return }
        state.order.append(key)
        guard case .insight = message else { return }
        let insights = state.order.filter { $0.hasPrefix("insight ") }
        guard insights.count > insightsMax, let oldest = insights.first else { return }
        state.order.removeAll { $0 == oldest }
        state.standing[oldest] = nil
    }
}
