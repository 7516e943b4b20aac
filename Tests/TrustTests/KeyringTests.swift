import TestKit
import Testing

@testable import Trust

@Suite struct KeyringTests {
    private let family = Family()

    private func entry(
        _ key: MessageKey, _ role: KeyringEntry.Role, agent: String = "hue",
        start: Int64 = Family.now, end: Int64 = Family.now + 60
    ) -> KeyringEntry {
        KeyringEntry(agent: agent, role: role, key: key.publicKey, start: start, end: end)
    }

    @Test("T20 only the pinned root puts keys into the keyring")
    func onlyTheRoot() throws {
        var keyring = try family.keyring()
        let own = entry(family.stranger, .issuer)
        for key in [family.issuer, family.approver, family.orchestrator, family.stranger] {
            #expect(rule { try keyring.add(own.document(signedBy: key)) } == .keyUnknown)
        }
        var members = try CanonicalReader.object(
            own.document(signedBy: family.stranger), lengthMax: 2_048)
        members["kid"] = .text(family.root.identifier)
        #expect(rule { try keyring.add(members.bytes) } == .signatureWrong)
        // A signed token is no entry, though the same root were to sign both.
        #expect(
            rule { try keyring.add(family.token().document(signedBy: family.root)) }
                == .memberMissing)
        #expect(keyring.count == 6)
    }

    @Test func anOlderEntryDoesNotReplaceANewer() throws {
        var keyring = Keyring(roots: [family.root.publicKey])
        let newer = entry(family.hue, .member, start: Family.now, end: Family.now + 10)
        let older = entry(family.hue, .issuer, start: Family.now - 1, end: Family.now + 9_999)
        try keyring.add(newer.document(signedBy: family.root))
        #expect(rule { try keyring.add(older.document(signedBy: family.root)) } == .stale)
        try keyring.add(newer.document(signedBy: family.root))
        #expect(keyring.count == 1)
    }

    @Test func aKeyHoldsInItsTimeOnly() throws {
        var keyring = Keyring(roots: [family.root.publicKey])
        try keyring.add(
            entry(family.issuer, .issuer, agent: "orchestrator").document(signedBy: family.root))
        var verifier = TokenVerifier(
            audience: "healthypi", issuer: "orchestrator", keyring: keyring,
            ceilings: family.ceilings)
        let document = family.token(start: Family.now - 30).document(signedBy: family.issuer)
        func attempt(_ later: Int64) -> Rule? {
            rule { try verifier.check(document, for: family.use(), at: Family.clock(later)) }
        }
        #expect(attempt(-1) == .keyNotValidNow)
        #expect(attempt(0) == nil)
        #expect(attempt(59) == nil)
        #expect(attempt(60) == .keyNotValidNow)
    }

    @Test func theKeyringIsBounded() throws {
        var keyring = Keyring(roots: [family.root.publicKey])
        for number in 0..<Keyring.countMax {
            var seed = [UInt8](repeating: 99, count: 32)
            seed[0] = UInt8(number & 255)
            seed[1] = UInt8(number >> 8)
            let key = try #require(MessageKey(seed: seed))
            try keyring.add(entry(key, .member).document(signedBy: family.root))
        }
        #expect(
            rule { try keyring.add(entry(family.hue, .member).document(signedBy: family.root)) }
                == .busy)
    }

    @Test func revokedKeysSignNoMessages() throws {
        let keyring = try family.keyring()
        let list = Revocations().next(at: Family.now, keys: [family.hue.identifier])
        let agents = keyring.messageKeys(list).map(\.agent).sorted()
        #expect(agents == ["healthypi", "orchestrator"])
    }
}
