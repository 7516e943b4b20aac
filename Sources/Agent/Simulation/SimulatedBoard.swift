import Acquisition
import Synchronization

/// One simulated board and the thread that plays it.
final class SimulatedBoard: Sendable {
    /// Its data terminal's path, then, for a HealthyPi 6, its control terminal's.
    let paths: [String]

    private let loop: Mutex<BoardLoop>
    private let thread = Mutex<PseudoTerminalThread?>(nil)

    init(_ loop: sending BoardLoop) {
        paths = loop.terminals.paths
        self.loop = Mutex(loop)
    }

    func start(at instant: MonotonicInstant) throws(PseudoTerminalError) {
        loop.withLock { $0.begin(at: instant) }
        let thread = try PseudoTerminalThread(name: "simulated board") { [weak self] sleeper in
            while let self {
                let now = MonotonicInstant.now()
                let (next, terminals) = loop.withLock { ($0.step(at: now), $0.terminals.all) }
                guard let next, sleeper.wait(until: next, orInputOf: terminals) else { return }
            }
        }
        self.thread.withLock { $0 = thread }
    }

    var statistics: SimulationStatistics { loop.withLock { $0.statistics } }
    var isFinished: Bool { loop.withLock { $0.isFinished } }
    var failure: (any Error)? { loop.withLock { $0.failure } }

    /// Ends the thread, unplugs the board and closes its files.
    func stop() {
        let thread = thread.withLock { $0.take() }
        thread?.stop()
        guard thread != nil else { return }
        loop.withLock { $0.end() }
    }
}
