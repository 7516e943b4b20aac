public import Trust

/// What can be asked for at the door.
public enum TaskKind: String, CaseIterable, Sendable {
    case export, delete, report, replay
    /// Of the person's baseline; no recording is meant.
    case eraseBaseline = "erase_baseline"

    /// The policy's word for it.
    public var operation: Operation {
        switch self {
        case .export: .exportRaw
        case .delete: .delete
        case .report: .report
        case .replay: .replay
        case .eraseBaseline: .eraseBaseline
        }
    }

    /// Lets health data leave, or ends it: a person decides, with a signature.
    public var needsApproval: Bool { operation.needsApproval }
}
