/// How much of everything there is, in each mode.
public struct BudgetLimits: Equatable, Sendable {
    public let busBytesPerHour: Int64
    /// For each holder.
    public let requestsPerMinute: Int64
    /// s
    public let requestSeconds: Int64
    public let points: Int64
    public let replyBytes: Int64
    public let exportBytesPerDay: Int64
    public let approvalsPerDay: Int64
    /// Of each task.
    public let task: TaskBudget

    public init(_ mode: OperatingMode) {
        let isNarrow = mode == .sensitive
        busBytesPerHour = isNarrow ? 262_144 : 2_097_152
        requestsPerMinute = 30
        requestSeconds = isNarrow ? 5 : 10
        points = isNarrow ? 200 : 2_000
        replyBytes = 65_536
        exportBytesPerDay = isNarrow ? 0 : 52_428_800
        approvalsPerDay = isNarrow ? 3 : 10
        task = TaskBudget(mode)
    }

    /// How much of a budget there is, and in how many seconds.
    func window(_ budget: Budget) -> (most: Int64, seconds: Int64) {
        switch budget {
        case .busBytes: (busBytesPerHour, 3_600)
        case .requests: (requestsPerMinute, 60)
        }
    }
}

/// What is used up and comes back with time.
public enum Budget: String, CaseIterable, Sendable {
    case requests
    case busBytes = "bus_bytes"
}
