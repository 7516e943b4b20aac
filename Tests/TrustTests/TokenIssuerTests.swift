import EventContract
import TestKit
import Testing

@testable import Trust

@Suite struct TokenIssuerTests {
    private let family = Family()

    private func token(
        _ subjects: [String], agent: String = "healthypi", label: Label? = nil,
        life: Int64 = 3_600, oneOff: CapabilityToken.OneOff? = nil
    ) throws -> CapabilityToken {
        let issuer = TokenIssuer(
            name: "orchestrator", ceilings: family.ceilings,
            revocations: Revocations().next(at: Family.now, agents: ["healthypi"]))
        return try issuer.token(
            .init(
                agent: agent, holder: family.healthypi.publicKey,
                subjects: subjects.map { Subject($0) }, labelMax: label, oneOff: oneOff,
                life: life), id: "01JD0000000000000000000000", at: Family.now)
    }

    @Test func theShortFormStandsForWhatTheRoleSendsUnderIt() throws {
        #expect(
            try token(["health.insights.write"]).subjects.map(\.description) == [
                "health.insights.write.healthypi.internal.*",
                "health.insights.write.healthypi.confidential.*",
            ])
        #expect(
            try token(["health.insights.write"], label: .internal).subjects.map(\.description)
                == ["health.insights.write.healthypi.internal.*"])
        let token = try token(["health.insights.write", "health.events.write"])
        #expect(token.subjects.count == 4)
        #expect(token.epoch == 1)
        #expect(token.labelMax == .confidential)
    }

    @Test("T20 the issuer grants nothing beyond the role")
    func beyond() throws {
        #expect(rule { try token([">"]) } == .subjectBeyondRole)
        #expect(rule { try token(["health.data.read"]) } == .subjectBeyondRole)
        #expect(rule { try token(["lighting.events.write"]) } == .subjectBeyondRole)
        #expect(
            rule { try token(["health.insights.write"], label: .restricted) } == .labelBeyondRole)
        #expect(rule { try token(["a.b"], agent: "stranger") } == .agentUnknown)
        #expect(rule { try token(["health.insights.write"], life: 86_401) } == .lifeTooLong)
        #expect(rule { try token(["health.insights.write"], life: 0) } == .lifeTooLong)
        #expect(rule { try token([]) } == .tooLarge)
        let once = CapabilityToken.OneOff(
            action: "data.delete", actionHash: String(repeating: "a", count: 64))
        #expect(
            rule { try token(["health.insights.write"], life: 601, oneOff: once) } == .lifeTooLong)
    }

    @Test func renewingGivesTheSameFromNow() throws {
        let issuer = TokenIssuer(
            name: "orchestrator", ceilings: family.ceilings, revocations: Revocations())
        let old = try token(["health.insights.write"], label: .internal, life: 900)
        let next = try issuer.renewed(
            old, id: "01JD0000000000000000000001", at: Family.now + 600)
        #expect(next.subjects == old.subjects)
        #expect(next.lifeSeconds == 900)
        #expect(next.start == Family.now + 600)
        #expect(next.id != old.id)
        let once = family.token(
            oneOff: .init(action: "data.delete", actionHash: String(repeating: "a", count: 64)))
        #expect(
            rule { try issuer.renewed(once, id: "01JD0000000000000000000001", at: Family.now) }
                == .usesSpent)
    }
}
