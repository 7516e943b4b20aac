/// What can be asked for at the door.
public enum TaskKind: String, CaseIterable, Sendable {
    case export, delete, report, replay
    /// Of the person's baseline; no recording is meant.
    case eraseBaseline = "erase_baseline"

    /// Lets health data leave, or ends it: a person decides, with a signature.
    public var needsApproval: Bool {
        self == .export || self == .delete || self == .eraseBaseline
    }
}
