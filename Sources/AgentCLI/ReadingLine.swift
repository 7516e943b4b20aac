import Acquisition
import Agent
import Synchronization

/// How far a command has come with a recording, on a terminal's stderr.
final class ReadingLine: Sendable {
    private let line = Mutex(ProgressLine())

    /// For `RecordingOptions`.
    var meter: ReadingMeter {
        ReadingMeter { position in
            self.line.withLock {
                $0.show(
                    ReplayProgress(
                        name: position.name, seconds: position.seconds,
                        secondsTotal: position.secondsTotal))
            }
        }
    }

    /// To be called before anything is said, and at the end.
    func clear() { line.withLock { $0.clear() } }
}
