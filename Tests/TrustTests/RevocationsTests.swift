import TestKit
import Testing

@testable import Trust

@Suite struct RevocationsTests {
    private let family = Family()

    @Test func aListIsReadBackAsItWasSigned() throws {
        let list = Revocations().next(
            at: Family.now, tokens: ["01JD0000000000000000000000"], keys: ["AAAAAAAAAAA"],
            agents: ["hue", "climate"])
        let read = try family.revocations(list)
        #expect(read.sequence == 1)
        #expect(read.time == Family.now)
        #expect(read.tokens == list.tokens)
        #expect(read.keys == list.keys)
        #expect(read.epochs == ["hue": 1, "climate": 1])
    }

    @Test("T10 an older list does not bring back what was revoked")
    func rollback() throws {
        let keyring = try family.keyring()
        let first = Revocations().next(at: Family.now)
        let second = first.next(at: Family.now + 10, agents: ["hue"])
        var known = Revocations()
        func take(_ list: Revocations, later: Int64 = 20) -> Rule? {
            rule {
                try known.take(
                    list.document(signedBy: family.issuer), keyring, at: Family.clock(later))
            }
        }
        #expect(take(second) == nil)
        #expect(take(first) == .revocationsRollback)
        #expect(take(second) == nil)
        // Forged by an issuer gone bad: the number goes up, an epoch goes down.
        let lower = first.next(at: Family.now + 11).next(at: Family.now + 12)
        #expect(lower.sequence == 3)
        #expect(take(lower) == .revocationsRollback)
        #expect(take(second.next(at: Family.now + 100), later: 20) == .notYetValid)
        #expect(known.epochs == ["hue": 1])
    }

    @Test("T9 only the issuer revokes, and only with such a list")
    func signatures() throws {
        let keyring = try family.keyring()
        var known = Revocations()
        let list = Revocations().next(at: Family.now)
        for (key, expected) in [
            (family.hue, Rule.keyRole), (family.approver, .keyRole), (family.stranger, .keyUnknown),
        ] {
            #expect(
                rule {
                    try known.take(list.document(signedBy: key), keyring, at: Family.clock())
                } == expected)
        }
        #expect(
            rule {
                try known.take(
                    family.token().document(signedBy: family.issuer), keyring,
                    at: Family.clock())
            } == .memberMissing)
        #expect(known.time == nil)
    }

    /// What only takes away is taken in also while the clock is not trusted.
    @Test func aClockNotTrustedDoesNotKeepARevocationOut() throws {
        var known = Revocations()
        let list = Revocations().next(at: Family.now, agents: ["hue"])
        try known.take(
            list.document(signedBy: family.issuer), try family.keyring(),
            at: ClockReading(milliseconds: 0, distrust: .beforeFloor))
        #expect(known.epoch(of: "hue") == 1)
    }
}
