import Publishing
import Synchronization

/// Messages that wait for their one reader: bounded, the oldest go first, and how many went is
/// counted.
final class MessageQueue: Sendable {
    private struct State {
        var waiting: [IncomingMessage] = []
        var bytes = 0
        var droppedCount = 0
        var hasEnded = false
    }

    let countMax: Int
    let bytesMax: Int
    private let state = Mutex(State())
    private let signal = WakeSignal()

    init(countMax: Int, bytesMax: Int) {
        self.countMax = max(countMax, 1)
        self.bytesMax = max(bytesMax, 1)
    }

    func put(_ message: IncomingMessage) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            guard message.bytes <= bytesMax else {
                state.droppedCount += 1
                return
            }
            state.waiting.append(message)
            state.bytes += message.bytes
            while state.waiting.count > countMax || state.bytes > bytesMax {
                state.bytes -= state.waiting.removeFirst().bytes
                state.droppedCount += 1
            }
        }
        signal.notify()
    }

    /// Everything that waits, oldest first.
    func takeAll() -> [IncomingMessage] {
        state.withLock { state in
            defer {
                state.waiting.removeAll()
                state.bytes = 0
            }
            return state.waiting
        }
    }

    /// Waits for the next; nil once the queue has ended and is empty, or the task is cancelled.
    func next() async -> IncomingMessage? {
        while !Task.isCancelled {
            let (message, hasEnded) = state.withLock { state -> (IncomingMessage?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, state.hasEnded) }
                let message = state.waiting.removeFirst()
                state.bytes -= message.bytes
                return (message, false)
            }
            if let message { return message }
            if hasEnded { return nil }
            await signal.wait()
        }
        return nil
    }

    /// How many were dropped since the last time.
    func takeDroppedCount() -> Int {
        state.withLock { state in
            defer { state.droppedCount = 0 }
            return state.droppedCount
        }
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        signal.notify()
    }
}
