/// What no longer counts: single tokens, keys, and all of an agent's tokens before an epoch. One
/// signed list with a number and a time; a newer one replaces an older, never the other way round.
public struct Revocations: Sendable {
    /// s after which a list is too old for sensitive actions: it may be withheld.
    public static let ageMax: Int64 = 300
    public static let lengthMax = 65_536

    public private(set) var sequence: Int64 = 0
    /// s since 1970-01-01T00:00:00Z; nil before the first list, and of one that came while the clock
    /// was not trusted: it makes no claim to be fresh.
    public private(set) var time: Int64?
    /// s since 1970-01-01T00:00:00Z at which the newest list was signed: that time has passed.
    public private(set) var signed: Int64?
    public private(set) var tokens: Set<String> = []
    public private(set) var keys: Set<String> = []
    public private(set) var epochs: [String: Int64] = [:]

    public init() {}

    public func epoch(of agent: String) -> Int64 { epochs[agent] ?? 0 }

    /// Takes in a list as signed by an issuer.
    public mutating func take(
        _ bytes: [UInt8], _ keyring: Keyring, at clock: ClockReading
    ) throws(Refusal) {
        let document = try SignedDocument(.revocations, bytes, lengthMax: Self.lengthMax)
        let list = try Revocations(document)
        let entry = try keyring.entry(try document.keyIdentifier(), role: .issuer, self)
        try document.verify(with: entry.key)
        // A list must come through also while the clock is not trusted; then it may only take away,
        // and makes no claim to be fresh.
        if clock.isTrusted {
            try entry.check(at: clock.seconds)
            guard (list.time ?? 0) <= clock.seconds + 60 else {
                throw Refusal(.notYetValid, "The list is from the future.")
            }
        }
        let isOlder =
            list.sequence < sequence
            || list.sequence == sequence && (list.time ?? 0) < (time ?? 0)
        let lowersEpoch = epochs.contains { list.epoch(of: $0.key) < $0.value }
        let forgets = !list.tokens.isSuperset(of: tokens) || !list.keys.isSuperset(of: keys)
        guard !isOlder, !lowersEpoch, clock.isTrusted || !forgets else {
            throw Refusal(.revocationsRollback, "A newer list is known.")
        }
        let known = time
        self = list
        signed = time
        if !clock.isTrusted { time = known }
    }

    func check(
        _ token: CapabilityToken, isSensitive: Bool, at seconds: Int64
    ) throws(Refusal) {
        guard token.epoch >= epoch(of: token.agent) else {
            throw Refusal(.epochRevoked, "All of this agent's older tokens have been revoked.")
        }
        guard !tokens.contains(token.id) else {
            throw Refusal(.tokenRevoked, "The token has been revoked.")
        }
        guard !isSensitive || (time.map { (-60...Self.ageMax).contains(seconds - $0) } ?? false)
        else {
            throw Refusal(
                .revocationsStale,
                "No list of revocations younger than \(Self.ageMax) s is here.")
        }
    }
}

extension Revocations {
    /// The next list: what else is revoked, or nothing new but the time.
    public func next(
        at seconds: Int64, tokens: [String] = [], keys: [String] = [], agents: [String] = []
    ) -> Revocations {
        var next = self
        next.sequence += 1
        next.time = seconds
        next.tokens.formUnion(tokens)
        next.keys.formUnion(keys)
        for agent in agents { next.epochs[agent, default: 0] += 1 }
        return next
    }

    public func document(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .revocations,
            CanonicalObject([
                "agents": .texts(epochs.map { "\($0.key)=\($0.value)" }.sorted()),
                "keys": .texts(keys.sorted()), "seq": .integer(sequence),
                "time": .integer(time ?? 0), "tokens": .texts(tokens.sorted()),
                "v": .integer(1),
            ]), signedBy: key)
    }

    private init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        sequence = try reader.integer("seq")
        time = try reader.integer("time")
        tokens = try Self.set(&reader, "tokens")
        keys = try Self.set(&reader, "keys")
        for text in try reader.texts("agents", countMax: 4_096) {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, CanonicalText.isPlain(text), let epoch = Int64(parts[1]),
                epoch >= 0, "\(epoch)" == parts[1], epochs[String(parts[0])] == nil
            else {
                throw Refusal(.memberValue, "The member agents has a value it cannot have.")
            }
            epochs[String(parts[0])] = epoch
        }
        try reader.finish()
    }

    private static func set(
        _ reader: inout MemberReader, _ name: String
    ) throws(Refusal) -> Set<String> {
        let texts = try reader.texts(name, countMax: 4_096)
        guard texts.allSatisfy(CanonicalText.isPlain), Set(texts).count == texts.count else {
            throw Refusal(.memberValue, "The member \(name) has a value it cannot have.")
        }
        return Set(texts)
    }
}
