import Biosignals
import Synchronization

/// How far the passes of a report have come together: each asks at every block of the reading whether
/// it is to stop, and so tells that it goes on.
final class ReportProgress: Sendable {
    private struct State: Sendable {
        var blocks = 0
        var told = 0
    }

    private let state = Mutex(State())
    private let name: String
    private let total: Double?
    private let secondsPerBlock: Double
    private let isStopped: @Sendable () -> Bool
    private let tell: @Sendable (ReplayProgress) -> Void

    /// - Parameters:
    ///   - passes: how many times the recording is read.
    ///   - rate: of its fastest channel, of which a block has 4,096 samples.
    init(
        name: String, total: Double?, rate: Double, passes: Int,
        isStopped: @escaping @Sendable () -> Bool,
        tell: @escaping @Sendable (ReplayProgress) -> Void
    ) {
        self.name = name
        self.total = total
        secondsPerBlock = 4_096 / rate / Double(passes)
        self.isStopped = isStopped
        self.tell = tell
    }

    func checkStopped() -> Bool {
        let blocks = state.withLock { state -> Int? in
            state.blocks += 1
            guard state.blocks >= state.told + 16 else { return nil }
            state.told = state.blocks
            return state.blocks
        }
        if let blocks {
            let seconds = Double(blocks) * secondsPerBlock
            tell(
                ReplayProgress(
                    name: name, seconds: total.map { min($0, seconds) } ?? seconds,
                    secondsTotal: total, heartRate: nil, rmssd: nil))
        }
        return isStopped()
    }
}
