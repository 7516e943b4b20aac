public import EventContract

/// Makes tokens within what roles allow.
public struct TokenIssuer: Sendable {
    /// What is asked for.
    public struct Wish: Equatable, Sendable {
        public var agent: String
        public var holder: MessagePublicKey
        /// Short forms as `health.insights.write` among them.
        public var subjects: [Subject]
        /// nil for the role's.
        public var labelMax: Label?
        public var audience: [String]?
        public var oneOff: CapabilityToken.OneOff?
        /// s
        public var life: Int64

        public init(
            agent: String, holder: MessagePublicKey, subjects: [Subject], labelMax: Label? = nil,
            audience: [String]? = nil, oneOff: CapabilityToken.OneOff? = nil, life: Int64 = 3_600
        ) {
            self.agent = agent
            self.holder = holder
            self.subjects = subjects
            self.labelMax = labelMax
            self.audience = audience
            self.oneOff = oneOff
            self.life = life
        }
    }

    public let name: String
    private let ceilings: RoleCeilings
    private let revocations: Revocations

    public init(name: String, ceilings: RoleCeilings, revocations: Revocations) {
        self.name = name
        self.ceilings = ceilings
        self.revocations = revocations
    }

    /// - Parameter id: new, a ULID.
    public func token(
        _ wish: Wish, id: String, at seconds: Int64
    ) throws(Refusal) -> CapabilityToken {
        guard let ceiling = ceilings[wish.agent] else {
            throw Refusal(.agentUnknown, "Nobody of that name takes part.")
        }
        let label = wish.labelMax ?? ceiling.labelMax
        var subjects: [Subject] = []
        for wished in wish.subjects {
            for subject in Self.expanded(wished, ceiling, label) where !subjects.contains(subject) {
                subjects.append(subject)
            }
        }
        _ = try ceilings.check(agent: ceiling.agent, subjects: subjects, label: label)
        guard (1...CapabilityToken.subjectsMax).contains(subjects.count) else {
            throw Refusal(
                .tooLarge, "A token names 1 to \(CapabilityToken.subjectsMax) subjects.")
        }
        let lifeMax =
            wish.oneOff == nil ? TokenVerifier.lifeMax : TokenVerifier.sensitiveLifeMax
        guard (1...lifeMax).contains(wish.life) else {
            throw Refusal(.lifeTooLong, "Such a token lasts from 1 s to \(lifeMax) s.")
        }
        return CapabilityToken(
            id: id, issuer: name, agent: ceiling.agent, holder: wish.holder, subjects: subjects,
            start: seconds, expiration: seconds + wish.life,
            epoch: revocations.epoch(of: ceiling.agent), labelMax: label, audience: wish.audience,
            oneOff: wish.oneOff)
    }

    /// The same grant anew, as a token's holder asks for at two thirds of its life.
    public func renewed(
        _ token: CapabilityToken, id: String, at seconds: Int64
    ) throws(Refusal) -> CapabilityToken {
        guard token.oneOff == nil else {
            throw Refusal(.usesSpent, "A token for one action is not renewed.")
        }
        return try self.token(
            Wish(
                agent: token.agent, holder: token.holder, subjects: token.subjects,
                labelMax: token.labelMax, audience: token.audience, life: token.lifeSeconds),
            id: id, at: seconds)
    }

    /// A short form such as `health.insights.write` stands for whatever the role sends under it, up
    /// to the label. Whoever checks a token expands nothing.
    static func expanded(_ wished: Subject, _ ceiling: RoleCeiling, _ label: Label) -> [Subject] {
        guard wished.isConcrete, !ceiling.sends.contains(where: { $0.covers(wished) }) else {
            return [wished]
        }
        let below = Subject(tokens: wished.tokens + [">"])
        let found = ceiling.sends.filter { send in
            let own = send.tokens.compactMap { Label(rawValue: $0) }.max()
            return below.covers(send) && (own ?? .public) <= label
        }
        return found.isEmpty ? [wished] : found
    }
}
