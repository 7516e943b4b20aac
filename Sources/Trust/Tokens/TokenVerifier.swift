import EventContract

/// Holds capability tokens to their rules, in one order; the first that is broken is named.
///
/// Size, form, version, key (known, an issuer's, not revoked), signature, issuer's name, clock,
/// time, epoch and revocation, agent and audience, holder, role, subject, label, action and uses.
/// Differs: platform order puts the clock behind the times; times judged by a clock that is not
/// trusted would name the wrong rule, so the clock is asked first.
public struct TokenVerifier: Sendable {
    /// s a token may be early by, for clocks that differ.
    public static let earlyMax: Int64 = 30
    /// s
    public static let lifeMax: Int64 = 86_400
    /// s, for sensitive actions.
    public static let sensitiveLifeMax: Int64 = 600

    /// The plain token of four fields, for development.
    public struct PlainRule: Sendable {
        let issuer: MessagePublicKey

        /// - Parameter issuer: the one key plain tokens may be signed with.
        public init(issuer: MessagePublicKey) { self.issuer = issuer }
    }

    public let audience: String
    private let issuer: String
    private let ceilings: RoleCeilings
    private let plain: PlainRule?
    private var firstSights = FirstSights()
    private var uses = OneOffUses()

    public var keyring: Keyring
    public var revocations: Revocations

    /// - Parameters:
    ///   - audience: the agent that checks.
    ///   - issuer: whose tokens count.
    ///   - plain: nil, as in production, to refuse plain tokens.
    public init(
        audience: String, issuer: String, keyring: Keyring, ceilings: RoleCeilings,
        revocations: Revocations = Revocations(), plain: PlainRule? = nil
    ) {
        self.audience = audience
        self.issuer = issuer
        self.keyring = keyring
        self.ceilings = ceilings
        self.revocations = revocations
        self.plain = plain
    }

    /// - Returns: the token, when it allows the use now.
    public mutating func check(
        _ bytes: [UInt8], for use: TokenUse, at clock: ClockReading
    ) throws(Refusal) -> CapabilityToken {
        let token = try verified(bytes, isSensitive: use.isSensitive, at: clock)
        try check(token, for: use)
        return token
    }

    /// Takes one of a one-off token's uses. The approval it serves is kept on disk as used before the
    /// action begins.
    public mutating func spend(
        _ token: CapabilityToken, at clock: ClockReading
    ) throws(Refusal) {
        try uses.spend(token, at: try clock.trustedSeconds())
    }

    /// Everything that can be said without knowing what it is shown for.
    public mutating func verified(
        _ bytes: [UInt8], isSensitive: Bool, at clock: ClockReading
    ) throws(Refusal) -> CapabilityToken {
        let object = try CanonicalReader.object(bytes, lengthMax: CapabilityToken.lengthMax)
        if object["v"] == nil { return try verifiedPlain(bytes, isSensitive, clock) }
        guard object["v"] == .integer(1) else {
            throw Refusal(.versionUnknown, "This program reads versions 0 and 1.")
        }
        let document = try SignedDocument(
            .capability, bytes, lengthMax: CapabilityToken.lengthMax)
        let token = try CapabilityToken(document)
        let kid = try document.keyIdentifier()
        let entry = try keyring.entry(kid, role: .issuer, revocations)
        try document.verify(with: entry.key)
        guard token.issuer == issuer, entry.agent == issuer else {
            throw Refusal(.issuerUnknown, "Its issuer is not the one known here.")
        }
        let now = try clock.trustedSeconds()
        try entry.check(at: now)
        try checkTimes(token, isSensitive, now)
        try revocations.check(token, isSensitive: isSensitive, at: now)
        return token
    }

    private func checkTimes(
        _ token: CapabilityToken, _ isSensitive: Bool, _ now: Int64
    ) throws(Refusal) {
        guard token.start - Self.earlyMax <= now else {
            throw Refusal(.notYetValid, "The token begins later.")
        }
        guard now < token.expiration else { throw Refusal(.expired, "The token has expired.") }
        let lifeMax = isSensitive ? Self.sensitiveLifeMax : Self.lifeMax
        guard token.lifeSeconds <= lifeMax else {
            throw Refusal(
                .lifeTooLong, "The token lasts \(token.lifeSeconds) s; \(lifeMax) s at most.")
        }
    }

    private mutating func verifiedPlain(
        _ bytes: [UInt8], _ isSensitive: Bool, _ clock: ClockReading
    ) throws(Refusal) -> CapabilityToken {
        let document = try SignedDocument(
            .plainCapability, bytes, lengthMax: CapabilityToken.lengthMax)
        let token = try PlainToken(document)
        guard let plain else {
            throw Refusal(
                .versionZeroOff,
                "A plain token lacks v, jti, iss, kid, cnf, not_before, epoch and max_label.")
        }
        try document.verify(with: plain.issuer)
        let now = try clock.trustedSeconds()
        guard now < token.expiration else { throw Refusal(.expired, "The token has expired.") }
        guard !isSensitive else {
            throw Refusal(.versionZeroSensitive, "A plain token allows nothing sensitive.")
        }
        var digest = Digest()
        digest.update(bytes)
        let end = try firstSights.end(
            of: digest.hexadecimal, expiration: token.expiration, at: now)
        guard now < end else {
            throw Refusal(.expired, "A plain token holds an hour from when it is first seen.")
        }
        guard let ceiling = ceilings[token.agent] else {
            throw Refusal(.agentUnknown, "Nobody of that name takes part.")
        }
        let holder = try keyring.member(ceiling.agent, at: now, revocations)
        return CapabilityToken(
            version: 0, id: "v0-" + digest.hexadecimal.prefix(26), issuer: issuer,
            agent: ceiling.agent, holder: holder, subjects: token.subjects,
            start: end - FirstSights.secondsMax, expiration: end,
            epoch: revocations.epoch(of: ceiling.agent), labelMax: ceiling.labelMax,
            audience: nil, oneOff: nil)
    }

    /// Whether a verified token allows a use; the second half of the order.
    public func check(_ token: CapabilityToken, for use: TokenUse) throws(Refusal) {
        guard token.agent == use.sender else {
            throw Refusal(.agentDiffers, "The token is another agent's.")
        }
        if let allowed = token.audience, !allowed.contains(audience) {
            throw Refusal(.audienceDiffers, "The token is not for \(audience).")
        }
        guard token.holder == use.holder else {
            throw Refusal(.holderDiffers, "The message is not signed with the token's key.")
        }
        _ = try ceilings.check(
            agent: token.agent, subjects: token.subjects, label: token.labelMax)
        guard let subject = Subject(checking: use.subject), subject.isConcrete,
            token.subjects.contains(where: { $0.covers(subject) })
        else { throw Refusal(.subjectNotAllowed, "The token does not allow this subject.") }
        guard use.label <= token.labelMax else {
            throw Refusal(
                .labelCeiling, "The token goes up to \(token.labelMax.rawValue).")
        }
        guard !use.isSensitive || use.actionHash != nil else {
            throw Refusal(.actionDiffers, "What is sensitive needs the hash of the exact action.")
        }
        if token.oneOff?.actionHash != use.actionHash {
            throw Refusal(.actionDiffers, "The token is for another action.")
        }
        try uses.check(token)
    }
}
