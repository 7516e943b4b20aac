/// How what is kept is protected.
public struct SecuritySettings: Equatable, Sendable {
    /// Seal what the store holds from now on, with a key that lies beside it.
    public var sealsStore = false
    /// A member's folder of a realm: with whose key requests for approval are signed, and whose
    /// realm's approvers decide. Nil for `publish.login`.
    public var identity: String?
    /// s for which a request for approval stays open.
    public var approvalSeconds = 900
    /// Approvers who have to agree to an erasure.
    public var eraseQuorum = 1
    /// Believe this machine's clock though the kernel does not call it synchronised: in a container,
    /// or where something else keeps it.
    public var trustsClock = false

    public init() {}
}
