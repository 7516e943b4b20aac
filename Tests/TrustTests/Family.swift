import EventContract
import TestKit
import Testing

@testable import Trust

/// A small family with seeded keys: who attacks and who is attacked.
struct Family {
    /// 2026-11-21T00:00:00Z.
    static let now: Int64 = 1_795_219_200

    let root = Self.key(1)
    let issuer = Self.key(2)
    let approver = Self.key(3)
    let secondApprover = Self.key(4)
    let orchestrator = Self.key(5)
    let healthypi = Self.key(6)
    let hue = Self.key(7)
    let stranger = Self.key(8)

    let ceilings = RoleCeilings([
        RoleCeiling(
            agent: "healthypi", aliases: ["health-monitoring"],
            sends: [
                Subject("health.events.write.healthypi.internal.*"),
                Subject("health.events.write.healthypi.confidential.*"),
                Subject("health.insights.write.healthypi.internal.*"),
                Subject("health.insights.write.healthypi.confidential.*"),
            ], labelMax: .confidential),
        RoleCeiling(
            agent: "orchestrator",
            sends: [
                Subject("health.data.read"), Subject("health.insights.read"),
                Subject("health.data.export"), Subject("health.data.delete"),
            ], labelMax: .confidential),
        RoleCeiling(
            agent: "hue", sends: [Subject("lighting.events.write.hue.internal.*")],
            labelMax: .internal),
    ])

    static func key(_ number: UInt8) -> MessageKey {
        guard let key = MessageKey(seed: Array(repeating: number, count: 32)) else {
            preconditionFailure("32 bytes are a seed.")
        }
        return key
    }

    static func clock(_ secondsLater: Int64 = 0) -> ClockReading {
        ClockReading(milliseconds: (now + secondsLater) * 1_000)
    }

    var entries: [KeyringEntry] {
        func entry(_ agent: String, _ role: KeyringEntry.Role, _ key: MessageKey) -> KeyringEntry {
            KeyringEntry(
                agent: agent, role: role, key: key.publicKey, start: Self.now - 86_400,
                end: Self.now + 86_400 * 30)
        }
        return [
            entry("orchestrator", .issuer, issuer), entry("approver", .approver, approver),
            entry("second-approver", .approver, secondApprover),
            entry("orchestrator", .member, orchestrator), entry("healthypi", .member, healthypi),
            entry("hue", .member, hue),
        ]
    }

    func keyring() throws -> Keyring {
        var keyring = Keyring(roots: [root.publicKey])
        for entry in entries { try keyring.add(entry.document(signedBy: root)) }
        return keyring
    }

    func revocations(
        _ next: Revocations = Revocations().next(at: Family.now)
    ) throws -> Revocations {
        var revocations = Revocations()
        try revocations.take(
            next.document(signedBy: issuer), try keyring(), at: Self.clock())
        return revocations
    }

    func verifier(
        takesPlain: Bool = false, revocations: Revocations? = nil
    ) throws -> TokenVerifier {
        TokenVerifier(
            audience: "healthypi", issuer: "orchestrator", keyring: try keyring(),
            ceilings: ceilings, revocations: try revocations ?? self.revocations(),
            plain: takesPlain ? .init(issuer: issuer.publicKey) : nil)
    }

    /// The orchestrator's, to read from healthypi.
    func token(
        id: String = "01JD0000000000000000000000", agent: String = "orchestrator",
        holder: MessageKey? = nil, subjects: [String] = ["health.data.read"],
        start: Int64 = Family.now, life: Int64 = 3_600, epoch: Int64 = 0,
        label: Label = .confidential, audience: [String]? = nil,
        oneOff: CapabilityToken.OneOff? = nil, issuer: String = "orchestrator"
    ) -> CapabilityToken {
        CapabilityToken(
            id: id, issuer: issuer, agent: agent, holder: (holder ?? orchestrator).publicKey,
            subjects: subjects.map { Subject($0) }, start: start, expiration: start + life,
            epoch: epoch, labelMax: label, audience: audience, oneOff: oneOff)
    }

    func use(
        sender: String = "orchestrator", holder: MessageKey? = nil,
        subject: String = "health.data.read", label: Label = .confidential,
        isSensitive: Bool = false, actionHash: String? = nil
    ) -> TokenUse {
        TokenUse(
            sender: sender, holder: (holder ?? orchestrator).publicKey, subject: subject,
            label: label, isSensitive: isSensitive, actionHash: actionHash)
    }
}

/// The rule by which something is refused; nil when it is not.
func rule<Value>(_ attempt: () throws -> Value) -> Rule? {
    do {
        _ = try attempt()
        return nil
    } catch {
        return (error as? Refusal)?.rule
    }
}
