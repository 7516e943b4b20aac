import EventContract
import Trust

/// A request whose sender may ask: who it is, and how far it may see.
struct Granted: Equatable, Sendable {
    let agent: String
    /// The key it signs with; nil where nothing has to be shown.
    let holder: String?
    /// The request's own id, which its answer names; nil for one that is not signed.
    let requestId: String?
    /// The lowest of the token's, the role's and this agent's own.
    let ceiling: Label
    /// s since 1970-01-01T00:00:00Z; nil without a token.
    let tokenEnd: Int64?
}
