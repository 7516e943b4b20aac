/// What one task has used of what it may.
public struct TaskSpending: Equatable, Sendable {
    private let budget: TaskBudget
    /// ms of a clock that is never set.
    private let start: Int64
    public private(set) var files = 0
    public private(set) var bytes = 0

    public init(_ budget: TaskBudget, start milliseconds: Int64) {
        self.budget = budget
        start = milliseconds
    }

    /// Takes files and bytes of reply, or refuses and takes nothing.
    public mutating func take(
        files more: Int = 0, bytes moreBytes: Int = 0, at milliseconds: Int64
    ) throws(Refusal) {
        guard Double(milliseconds - start) <= budget.seconds * 1_000 else {
            throw Refusal(.budgetSpent, "A task has \(Int64(budget.seconds)) s.")
        }
        guard more <= budget.filesMax - files else {
            throw Refusal(.budgetSpent, "A task has \(budget.filesMax) files.")
        }
        guard moreBytes <= budget.replyBytesMax - bytes else {
            throw Refusal(.budgetSpent, "A task's reply has \(budget.replyBytesMax) bytes.")
        }
        files += more
        bytes += moreBytes
    }
}
