/// What one task has used of what it may.
public struct TaskSpending: Equatable, Sendable {
    private let limits: BudgetLimits
    /// ms of a clock that is never set.
    private let start: Int64
    public private(set) var files: Int64 = 0
    public private(set) var bytes: Int64 = 0

    public init(_ limits: BudgetLimits, start milliseconds: Int64) {
        self.limits = limits
        start = milliseconds
    }

    /// Takes files and bytes of reply, or refuses and takes nothing.
    public mutating func take(
        files more: Int64 = 0, bytes moreBytes: Int64 = 0, at milliseconds: Int64
    ) throws(Refusal) {
        guard milliseconds - start <= limits.taskSeconds * 1_000 else {
            throw Refusal(.budgetSpent, "A task has \(limits.taskSeconds) s.")
        }
        guard more <= limits.taskFiles - files else {
            throw Refusal(.budgetSpent, "A task has \(limits.taskFiles) files.")
        }
        guard moreBytes <= limits.taskReplyBytes - bytes else {
            throw Refusal(.budgetSpent, "A task's reply has \(limits.taskReplyBytes) bytes.")
        }
        files += more
        bytes += moreBytes
    }
}
