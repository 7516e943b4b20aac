import Synchronization

/// What waits for one browser, bounded: of what passes the oldest is dropped and counted, of what
/// stands the newest is kept. Whoever puts something in never waits.
final class ViewerQueue: Sendable {
    /// Nine seconds of eight traces, about.
    static let bytesMax = 262_144
    /// Keys are few: tiles, figures, the insights of a day.
    static let keysMax = 512

    private struct State {
        /// Introduces the session; before everything else.
        var first: [UInt8]?
        /// What passed before it came; after what stands.
        var greeting: [UInt8]?
        var keyed: [String: [UInt8]] = [:]
        var order: [String] = []
        var passing: [[UInt8]] = []
        /// Of `passing`, those that have been dropped from its front.
        var dropped = 0
        var bytes = 0
        var droppedTotal = 0
        var pong: [UInt8]?
        var isClosed = false
        var waiting: CheckedContinuation<Void, Never>?

        var isEmpty: Bool {
            first == nil && greeting == nil && order.isEmpty && dropped == passing.count
                && pong == nil
        }
    }

    private let state = Mutex(State())

    /// Messages that passed before the browser took them.
    var droppedTotal: Int { state.withLock { $0.droppedTotal } }
    /// Bytes of what passes, waiting.
    var byteCount: Int { state.withLock { $0.bytes } }

    /// A session is introduced; where it is a new one, what waited belongs to another.
    func begin(_ hello: [UInt8], afresh: Bool = true) {
        change { state in
            state.first = hello
            guard afresh else { return }
            state.greeting = nil
            state.keyed.removeAll()
            state.order.removeAll()
            state.passing.removeAll()
            state.dropped = 0
            state.bytes = 0
        }
    }

    func push(_ frames: [(key: String?, bytes: [UInt8])]) {
        change { state in for frame in frames { Self.add(frame.key, frame.bytes, to: &state) } }
    }

    /// Once, and before anything else that passes.
    func greet(_ bytes: [UInt8]) { change { $0.greeting = bytes } }

    /// At most one: of many pings the last is answered.
    func pong(_ frame: [UInt8]) { change { $0.pong = frame } }

    func close() { change { $0.isClosed = true } }

    var isEmpty: Bool { state.withLock { $0.isEmpty } }

    /// Everything that waits, as one piece; nil once it is closed.
    func take() async -> [UInt8]? {
        while true {
            let taken = state.withLock { state -> [UInt8]?? in
                if state.isClosed { return .some(nil) }
                return state.isEmpty ? nil : .some(Self.drain(&state))
            }
            if let taken { return taken }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let goesOn = state.withLock { state in
                        guard state.isEmpty, !state.isClosed else { return true }
                        state.waiting = continuation
                        return false
                    }
                    if goesOn { continuation.resume() }
                }
            } onCancel: {
                close()
            }
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    private static func add(_ key: String?, _ bytes: [UInt8], to state: inout State) {
        if let key {
            if state.keyed.updateValue(bytes, forKey: key) == nil { state.order.append(key) }
            guard state.order.count > keysMax else { return }
            state.keyed[state.order.removeFirst()] = nil
            state.droppedTotal += 1
            return
        }
        state.passing.append(bytes)
        state.bytes += bytes.count
        while state.bytes > bytesMax, state.dropped < state.passing.count {
            state.bytes -= state.passing[state.dropped].count
            state.passing[state.dropped] = []
            state.dropped += 1
            state.droppedTotal += 1
        }
        if state.dropped > 1_024 {
            state.passing.removeFirst(state.dropped)
            state.dropped = 0
        }
    }

    private static func drain(_ state: inout State) -> [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(state.bytes + (state.greeting?.count ?? 0) + 4_096)
        if let first = state.first { all += first }
        if let pong = state.pong { all += pong }
        for key in state.order { all += state.keyed[key] ?? [] }
        if let greeting = state.greeting { all += greeting }
        for frame in state.passing[state.dropped...] { all += frame }
        let total = state.droppedTotal
        let isClosed = state.isClosed
        state = State()
        state.droppedTotal = total
        state.isClosed = isClosed
        return all
    }
}
