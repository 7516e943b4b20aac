public import Trust

/// Does what tasks ask for, away from the acquisition: another process, or at least another thread.
public protocol TaskRunner: Sendable {
    /// The kinds that it can do.
    var kinds: Set<TaskKind> { get }

    /// Returns the files that were written. Cancelled, it ends soon and removes what it began.
    ///
    /// - Parameter id: unlike any other task's.
    /// - Throws: `TaskFailure`, or whatever happened.
    func run(_ request: TaskRequest, id: String, budget: TaskBudget) async throws -> [String]
}

/// A runner's own words for what went wrong; they are shown to whoever asked.
public struct TaskFailure: Error, Equatable, Sendable {
    public let reason: String

    public init(_ reason: String) { self.reason = reason }
}
