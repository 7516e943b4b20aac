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
        /// Those who have not been shown what was just before they came.
        var newcomers: Set<Int> = []
        /// Whether somebody shows them.
        var greets = false
        var taps: [Int: PageTap] = [:]
        var next = 0
        var arrivals = 0
        var droppedBefore = 0
    }

    private let viewersMax: Int
    private let state = Mutex(State())

    public init(viewersMax: Int = 64) { self.viewersMax = viewersMax }

    /// Whether anything need be computed for the page at all.
    public var isWatched: Bool { state.withLock { !$0.viewers.isEmpty || !$0.taps.isEmpty } }
    /// Whether a browser is there that wants what passes, or only a view inside the agent.
    public var hasViewers: Bool { state.withLock { !$0.viewers.isEmpty } }
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
    ///
    /// - Parameter greets: whether `greet` is called for whoever comes: until then they are told of
    ///   nothing that passes, so that what was before comes before what is.
    public func begin(_ session: PageSession, at position: Double = 0, greets: Bool = false) {
        state.withLock { state in
            let isNew = state.session?.id != session.id
            state.greets = greets
            for tap in state.taps.values { tap.begin(session, afresh: isNew) }
            if isNew {
                state.newcomers = greets ? Set(state.viewers.keys).union(state.taps.keys) : []
            }
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
            let greeted = state.newcomers.isEmpty ? frames : frames.filter { $0.key != nil }
            for (number, viewer) in state.viewers {
                viewer.push(state.newcomers.contains(number) ? greeted : frames)
            }
            for (number, tap) in state.taps {
                let isNew = state.newcomers.contains(number)
                tap.push(isNew ? messages.filter { $0.key != nil } : messages)
            }
        }
    }

    /// Whether somebody has come who has not been shown what was just before.
    public var hasNewcomers: Bool { state.withLock { !$0.newcomers.isEmpty } }

    /// Shows those who have just come, and nobody else, what passed before they did.
    public func greet(_ messages: [PageMessage]) {
        state.withLock { state in
            let viewers = state.newcomers.compactMap { state.viewers[$0] }
            for number in state.newcomers { state.taps[number]?.push(messages) }
            state.newcomers.removeAll()
            guard !viewers.isEmpty else { return }
            let bytes = messages.flatMap { WebSocketFrame.text($0.json) }
            for viewer in viewers { viewer.greet(bytes) }
        }
    }

    /// A view inside the agent, which is told what a browser is; `untap` ends it.
    public func tap() -> PageTap {
        state.withLock { state in
            let tap = PageTap()
            state.next += 1
            state.arrivals += 1
            state.taps[state.next] = tap
            if state.greets { state.newcomers.insert(state.next) }
            if let session = state.session { tap.begin(session, afresh: true) }
            tap.push(state.order.compactMap { state.standing[$0]?.message })
            return tap
        }
    }

    public func untap(_ tap: PageTap) {
        state.withLock { state in
            guard let number = state.taps.first(where: { $0.value === tap })?.key else { return }
            state.taps[number] = nil
            state.newcomers.remove(number)
        }
    }

    /// Whether a view inside the agent has taken everything, and would look at more.
    public var isTapWaiting: Bool { state.withLock { $0.taps.values.contains(where: \.isHungry) } }

    /// For views inside the agent alone: nothing becomes bytes.
    public func tellTaps(_ messages: [PageMessage]) {
        state.withLock { state in for tap in state.taps.values { tap.push(messages) } }
    }

    /// A browser has come. Nil: there are as many as there may be.
    func join() -> (number: Int, queue: ViewerQueue)? {
        state.withLock { state in
            guard state.viewers.count < viewersMax else { return nil }
            let queue = ViewerQueue()
            state.next += 1
            state.arrivals += 1
            state.viewers[state.next] = queue
            if state.greets { state.newcomers.insert(state.next) }
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
            state.newcomers.remove(number)
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
