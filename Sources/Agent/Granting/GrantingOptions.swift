public import Trust

/// Whose word counts for what is asked of an agent.
public struct GrantingOptions: Sendable {
    /// Whose tokens count: the orchestrator's name.
    public var issuer: String
    /// The most that each member may ever be granted, from this machine's own roles.yaml.
    public var ceilings: RoleCeilings
    /// Where the public halves of what grants lie; see `TrustFolder`.
    public var folder: String
    /// Take the plain token of four fields as well: for development.
    public var takesPlain = false

    public init(issuer: String, ceilings: RoleCeilings, folder: String) {
        self.issuer = issuer
        self.ceilings = ceilings
        self.folder = folder
    }
}
