public import EventContract

/// The most an agent may ever be granted, pinned on this machine: its lines of roles.yaml.
public struct RoleCeiling: Equatable, Sendable {
    public let agent: String
    /// Other names it goes by in plain tokens.
    public let aliases: [String]
    /// What it may send on.
    public let sends: [Subject]
    public let labelMax: Label

    public init(agent: String, aliases: [String] = [], sends: [Subject], labelMax: Label) {
        self.agent = agent
        self.aliases = aliases
        self.sends = sends
        self.labelMax = labelMax
    }
}

/// All agents' ceilings, by name.
public struct RoleCeilings: Equatable, Sendable {
    private let byName: [String: RoleCeiling]

    public init(_ ceilings: [RoleCeiling]) {
        var byName: [String: RoleCeiling] = [:]
        for ceiling in ceilings {
            for name in ceiling.aliases where byName[name] == nil { byName[name] = ceiling }
        }
        // A name is its owner's, whatever aliases say.
        for ceiling in ceilings { byName[ceiling.agent] = ceiling }
        self.byName = byName
    }

    public subscript(_ nameOrAlias: String) -> RoleCeiling? { byName[nameOrAlias] }

    /// What is refused when a grant reaches beyond a role.
    public func check(
        agent: String, subjects: [Subject], label: Label
    ) throws(Refusal) -> RoleCeiling {
        guard let ceiling = byName[agent] else {
            throw Refusal(.agentUnknown, "Nobody of that name takes part.")
        }
        for subject in subjects where !ceiling.sends.contains(where: { $0.covers(subject) }) {
            throw Refusal(
                .subjectBeyondRole, "\(ceiling.agent)'s role does not send on \(subject).")
        }
        guard label <= ceiling.labelMax else {
            throw Refusal(
                .labelBeyondRole,
                "\(ceiling.agent)'s role goes up to \(ceiling.labelMax.rawValue).")
        }
        return ceiling
    }
}
