import EventContract
import TestKit
import Testing

@testable import Trust

/// What lies on the disk survives a restart, and says nothing its signatures do not say.
@Suite struct ApprovalRecordTests {
    private let family = Family()
    private var tokenCheck: ([UInt8]) throws(Refusal) -> CapabilityToken {
        { (bytes: [UInt8]) throws(Refusal) in try CapabilityToken.unverified(bytes) }
    }

    private func action() throws -> ApprovalAction {
        try ApprovalAction(
            approvalId: "01JD0000000000000000000007", operation: .delete, agent: "healthypi",
            requester: "orchestrator", resource: "recording-1",
            resourceDigest: String(repeating: "0f", count: 32), parameters: [:])
    }

    private func bound() throws -> (Approval, request: [UInt8], token: [UInt8]) {
        let request = try ApprovalRequest(
            action: try action(), words: "recording-1 is erased.", size: 1, count: 1,
            label: .restricted, asked: Family.now, expires: Family.now + 900)
        let decision = try ApprovalDecision(
            approvalId: request.id, actionHash: request.action.hash, answer: .approve,
            reason: "Wanted \"so\"", approver: "approver", decided: Family.now,
            expires: Family.now + 700)
        let token = family.token(
            life: 600, oneOff: .init(action: "data.delete", actionHash: request.action.hash))
        var approval = Approval(request)
        _ = try approval.handle(
            .decision(
                try VerifiedDecision(
                    decision.document(signedBy: family.approver), try family.keyring(),
                    Revocations(), at: Family.clock())), at: Family.clock())
        _ = try approval.handle(.token(token), at: Family.clock())
        return (
            approval, request.document(signedBy: family.healthypi),
            token.document(signedBy: family.issuer)
        )
    }

    private func read(_ record: [UInt8]) throws -> Approval {
        try Approval.read(
            record, try family.keyring(), Revocations(), at: Family.clock(), token: tokenCheck)
    }

    @Test func aRecordIsReadBack() throws {
        let (approval, request, token) = try bound()
        #expect(try read(approval.record(request: request, token: token)) == approval)
        let fresh = Approval(approval.request)
        #expect(try read(fresh.record(request: request, token: nil)) == fresh)
    }

    @Test func whatWasUnderWayIsInterruptedAndNotTakenUpAgain() throws {
        var (approval, request, token) = try bound()
        _ = try approval.handle(.begin(try action()), at: Family.clock(1))
        var again = try read(approval.record(request: request, token: token))
        #expect(again.state == .executing)
        #expect(again.resume(at: Family.clock(2)).count == 1)
        #expect(again.state == .interrupted)
        #expect(
            rule { try again.handle(.begin(try action()), at: Family.clock(3)) }
                == .approvalNotOpen)
        var waiting = try bound().0
        #expect(waiting.resume(at: Family.clock(2)) == [])
        #expect(waiting.state == .tokenBound)
    }

    @Test("T11 a record changed on the disk is not believed")
    func changed() throws {
        let (approval, request, token) = try bound()
        let good = try CanonicalReader.object(
            approval.record(request: request, token: token), lengthMax: 131_072)
        func attempt(_ change: (inout CanonicalObject) -> Void) -> Rule? {
            var object = good
            change(&object)
            return rule { try read(object.bytes) }
        }
        #expect(attempt { _ in } == nil)
        #expect(attempt { $0["decisions"] = .texts([]) } == .memberValue)
        #expect(attempt { $0["token"] = nil } == .memberValue)
        #expect(attempt { $0["state"] = .text("requested") } == .memberValue)
        #expect(attempt { $0["state"] = .text("done") } == .memberValue)
        guard case .texts(let decisions) = good["decisions"] else { return }
        #expect(
            attempt {
                $0["decisions"] = .texts(
                    decisions.map {
                        $0.replacingFirst("approve\"", with: "deny\"")
                    })
            } == .signatureWrong)
        #expect(attempt { $0["decisions"] = .texts(decisions + decisions) } == .actionDiffers)
    }
}
