import Synchronization

/// How far the readings of one recording have come together: a command that needs several passes over
/// it tells one way.
public final class ReadingMeter: Sendable {
    public struct Position: Equatable, Sendable {
        public let name: String
        /// Of signal, of all passes together as if they were one.
        public let seconds: Double
        /// As the file promises, or as the share of its bytes read so far lets expect; nil if neither.
        public let secondsTotal: Double?
    }

    private struct State: Sendable {
        var passes = 1
        var seconds = 0.0
        var total: Double?
    }

    private let state = Mutex(State())
    private let tell: @Sendable (Position) -> Void

    /// - Parameter tell: called at every piece, on whichever thread reads.
    public init(tell: @escaping @Sendable (Position) -> Void) { self.tell = tell }

    /// How many times the recording will be read; 1 unless it is said.
    public func expect(passes: Int) {
        state.withLock { $0.passes = max(passes, 1) }
    }

    /// - Parameters:
    ///   - seconds: that a reader has come further.
    ///   - total: of its recording, if known.
    func add(_ seconds: Double, of total: Double?, name: String) {
        let position = state.withLock { state in
            state.seconds += max(seconds, 0)
            state.total = total ?? state.total
            let done = state.seconds / Double(state.passes)
            return Position(
                name: name, seconds: state.total.map { min($0, done) } ?? done,
                secondsTotal: state.total)
        }
        tell(position)
    }
}
