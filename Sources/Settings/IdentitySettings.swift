/// Who the agent is, whom it watches over and where it keeps what it must not lose.
public struct IdentitySettings: Equatable, Sendable {
    /// One token of a NATS subject: 1 to 64 of `A-Z a-z 0-9 _ -`.
    public var name = "healthypi"
    /// Whose signals these are. Only a keyed hash of it leaves the program.
    public var person = "default"
    /// Of the person's clock, such as `Europe/Berlin`; `system` is the machine's own.
    public var timeZone = "system"
    /// Absolute path.
    public var stateDirectory: String

    public init(stateDirectory: String) { self.stateDirectory = stateDirectory }
}
