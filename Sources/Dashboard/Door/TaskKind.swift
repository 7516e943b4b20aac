/// What can be asked for at the door.
public enum TaskKind: String, CaseIterable, Sendable {
    case export, delete, report, replay

    /// Lets health data leave, or ends it: a person decides, with a signature.
    public var needsApproval: Bool { self == .export || self == .delete }
}
