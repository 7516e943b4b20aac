public import EventContract
public import Trust

/// What an agent serves, and to whom.
public struct ServingOptions: Sendable {
    /// A token of the heartbeat's subject.
    public var owner = "default"
    /// Whose signals, as in the settings; only a keyed hash of it leaves the program.
    public var person = "default"
    /// What leaves this agent at most, whoever asks.
    public var ceiling = Label.confidential
    /// The most confidential that each member of the realm may see; what a member that is not
    /// here asks is refused. Without effect on a broker without a realm.
    public var memberCeilings: [String: Label] = [:]
    /// Whether every request has to show a token and a signature; otherwise the requester's role is
    /// all there is.
    public var asksForTokens = false
    /// Mode and answers of the policy; its ceiling is `ceiling`, if that is lower.
    public var policy = PolicySettings()
    public var heartbeatSeconds = 30
    /// From when a request comes until its answer leaves.
    public var deadlineSeconds = 10.0
    /// Requests that wait at most; of one asker, half of them.
    public var waitingMax = 64
    /// Answers for an agent that another process is: nothing is written, neither here nor in the
    /// agent's bucket.
    public var isReplica = false

    public init() {}
}
