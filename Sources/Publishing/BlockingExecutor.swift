import Dispatch

/// Runs an actor on a thread of its own, so that its blocking calls (a C library, a full pipe)
/// never hold up the threads that Swift's tasks share.
public final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    public init(label: String) { queue = DispatchQueue(label: label) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
