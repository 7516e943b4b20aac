public import Trust

extension Roles {
    /// Who issues tokens: the orchestrator.
    public var issuer: String { members.first { $0.role == .master }?.name ?? "orchestrator" }

    /// What each member may ever be granted to send on.
    public var ceilings: RoleCeilings {
        RoleCeilings(
            members.map {
                RoleCeiling(
                    agent: $0.name, aliases: $0.aliases,
                    sends: $0.stores + $0.publishes + $0.requests, labelMax: $0.labelMax)
            })
    }
}
