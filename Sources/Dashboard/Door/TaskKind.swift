public import Trust

/// What can be asked for at the door.
public enum TaskKind: String, CaseIterable, Sendable {
    case export, delete, report, replay

    /// The policy's word for it.
    public var operation: Operation {
        switch self {
        case .export: .exportRaw
        case .delete: .delete
        case .report: .report
        case .replay: .replay
        }
    }

    /// Lets health data leave, or ends it: a person decides, with a signature.
    public var needsApproval: Bool { operation.needsApproval }
}
