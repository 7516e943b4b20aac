import EventContract
import TestKit
import Testing

@testable import Trust

@Suite struct PlainTokenTests {
    private let family = Family()

    private func plain(
        agent: String = "health-monitoring",
        subject: String = "health.insights.write.healthypi.internal.*", life: Int64 = 86_400 * 30
    ) -> CapabilityToken {
        family.token(
            agent: agent, holder: family.healthypi, subjects: [subject], life: life)
    }

    private func use(holder: MessageKey? = nil, isSensitive: Bool = false) -> TokenUse {
        family.use(
            sender: "healthypi", holder: holder ?? family.healthypi,
            subject: "health.insights.write.healthypi.internal.recovery", label: .internal,
            isSensitive: isSensitive)
    }

    @Test func thePlainTokenHoldsAnHourFromFirstSight() throws {
        var verifier = try family.verifier(takesPlain: true)
        let document = plain().plainDocument(signedBy: family.issuer)
        let token = try verifier.check(document, for: use(), at: Family.clock())
        #expect(token.version == 0)
        #expect(token.agent == "healthypi")
        #expect(token.holder == family.healthypi.publicKey)
        #expect(token.expiration == Family.now + 3_600)
        #expect(
            rule { try verifier.check(document, for: use(), at: Family.clock(3_599)) } == nil)
        for later in [3_600, 4_000, 86_400] as [Int64] {
            #expect(
                rule { try verifier.check(document, for: use(), at: Family.clock(later)) }
                    == .expired)
        }
        let short = plain(life: 60).plainDocument(signedBy: family.issuer)
        #expect(
            try verifier.check(short, for: use(), at: Family.clock()).expiration
                == Family.now + 60)
        #expect(rule { try verifier.check(short, for: use(), at: Family.clock(60)) } == .expired)
    }

    @Test("T24 in production a plain token is refused, and what it lacks is named")
    func production() throws {
        var verifier = try family.verifier()
        let document = plain().plainDocument(signedBy: family.issuer)
        #expect(
            throws: Refusal(
                .versionZeroOff,
                "A plain token lacks v, jti, iss, kid, cnf, not_before, epoch and max_label.")
        ) { try verifier.check(document, for: use(), at: Family.clock()) }
    }

    @Test("T9 a plain token is the pinned issuer's, its holder the keyring's, and never sensitive")
    func attacks() throws {
        var verifier = try family.verifier(takesPlain: true)
        func attempt(_ token: CapabilityToken, by key: MessageKey, _ use: TokenUse) -> Rule? {
            rule {
                try verifier.check(
                    token.plainDocument(signedBy: key), for: use, at: Family.clock())
            }
        }
        #expect(attempt(plain(), by: family.hue, use()) == .signatureWrong)
        #expect(attempt(plain(), by: family.issuer, use(holder: family.hue)) == .holderDiffers)
        #expect(
            attempt(plain(), by: family.issuer, use(isSensitive: true)) == .versionZeroSensitive)
        #expect(attempt(plain(agent: "stranger"), by: family.issuer, use()) == .agentUnknown)
        #expect(attempt(plain(subject: ">"), by: family.issuer, use()) == .subjectBeyondRole)
        #expect(
            attempt(plain(subject: "health.insights.write"), by: family.issuer, use())
                == .subjectBeyondRole)
    }

    @Test("T9 a full token stripped to four fields does not become a plain one")
    func stripped() throws {
        var verifier = try family.verifier(takesPlain: true)
        var members = try CanonicalReader.object(
            plain().document(signedBy: family.issuer), lengthMax: 4_096)
        for name in members.names
        where !["agent", "allowed_subjects", "expiration", "signature"].contains(name) {
            members[name] = nil
        }
        #expect(
            rule { try verifier.check(members.bytes, for: use(), at: Family.clock()) }
                == .signatureWrong)
    }

    @Test("T10 a flood of plain tokens does not make the first one young again")
    func flood() throws {
        var sights = FirstSights()
        for number in 0..<FirstSights.countMax {
            _ = try sights.end(of: "\(number)", expiration: Family.now * 2, at: Family.now)
        }
        #expect(
            rule { try sights.end(of: "x", expiration: Family.now * 2, at: Family.now) } == .busy)
        #expect(
            try sights.end(of: "0", expiration: Family.now * 2, at: Family.now + 9_999)
                == Family.now + 3_600)
        // Only what has ended by its own word makes room.
        #expect(
            try sights.end(of: "x", expiration: Family.now * 3, at: Family.now * 2)
                == Family.now * 2 + 3_600)
    }
}
