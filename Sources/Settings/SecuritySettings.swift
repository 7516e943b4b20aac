/// What is allowed, to whom, and how what is kept is protected. Nothing that arrives over the bus or
/// the local socket changes any of it.
public struct SecuritySettings: Equatable, Sendable {
    public enum Mode: String, CaseIterable, Sendable {
        /// Nothing over the bus; events wait in the outbox.
        case offline
        case standard
        /// Insights only, nothing above internal, smaller budgets.
        case sensitive
        /// Replayed or simulated input, everything in one temporary place.
        case demo
    }

    /// What a request in a realm has to show.
    public enum Tokens: String, CaseIterable, Sendable {
        /// Nothing: the requester's role is its ceiling. For development.
        case none
        /// A token, the plain one of four fields too. For development.
        case plain
        case signed
    }

    public enum Answer: String, CaseIterable, Sendable { case always, ask, never }

    public var mode = Mode.standard
    public var tokens = Tokens.signed
    /// Whether more than a day of derived values may be read at once.
    public var history = Answer.ask
    /// Believe this machine's clock though the kernel does not call it synchronised: in a container,
    /// or where something else keeps it.
    public var trustsClock = false
    /// Seal what the store holds from now on, with a key that lies beside it.
    public var sealsStore = false
    /// A member's folder of a realm: with whose key requests for approval are signed, and whose
    /// realm's approvers decide. Nil for `publish.login`.
    public var identity: String?
    /// s for which a request for approval stays open.
    public var approvalSeconds = 900
    /// Approvers who have to agree to an erasure.
    public var eraseQuorum = 1

    public init() {}
}
