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
            record, try family.keyring(), Revocations(), token: tokenCheck)
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

    @Test("T15 a record is read back also after a start with a clock that is not trusted")
    func untrustedClock() throws {
        let (approval, request, token) = try bound()
        let record = approval.record(request: request, token: token)
        let verifier = try family.verifier()
        for distrust in ClockReading.Distrust.allCases {
            let reading = ClockReading(milliseconds: 0, distrust: distrust)
            var read = try Approval.read(
                record, try family.keyring(), Revocations(),
                token: { (bytes: [UInt8]) throws(Refusal) in try verifier.kept(bytes) })
            #expect(read == approval)
            // Known, and still not done.
            #expect(
                rule { try read.handle(.begin(try action()), at: reading) } == .clockUntrusted)
            #expect(try read.handle(.tick, at: reading) == [])
        }
    }

    @Test("T20 what a key signed when it did not hold is not believed")
    func keysThatDidNotHold() throws {
        var keyring = try family.keyring()
        for name in ["healthypi", "orchestrator"] {
            let entry = try #require(keyring.members(name).first)
            try keyring.add(
                KeyringEntry(
                    agent: name, role: .member, key: entry.key, start: entry.start,
                    end: Family.now
                ).document(signedBy: family.root))
        }
        let (approval, request, _) = try bound()
        #expect(
            rule { try ApprovalRequest.verified(request, keyring, Revocations()) }
                == .keyNotValidNow)
        let receipt = ApprovalReceipt(
            approvalId: approval.request.id, actionHash: approval.request.action.hash,
            receiver: "orchestrator", received: Family.now)
        let document = receipt.document(signedBy: family.orchestrator)
        #expect(
            rule {
                try ApprovalReceipt.verified(document, from: "orchestrator", keyring, Revocations())
            } == .keyNotValidNow)
        let outcome = ApprovalOutcome(
            approvalId: approval.request.id, actionHash: approval.request.action.hash,
            agent: "healthypi", state: .completed, reason: "", time: Family.now)
        #expect(
            rule {
                try ApprovalOutcome.verified(
                    outcome.document(signedBy: family.healthypi), keyring, Revocations())
            } == .keyNotValidNow)
        // One dated back to when the key held is no answer to a later request.
        var fresh = Approval(approval.request)
        let old = ApprovalReceipt(
            approvalId: receipt.approvalId, actionHash: receipt.actionHash,
            receiver: "orchestrator", received: Family.now - 60)
        #expect(rule { try fresh.handle(.receipt(old), at: Family.clock()) } == .stale)
        let ahead = ApprovalReceipt(
            approvalId: receipt.approvalId, actionHash: receipt.actionHash,
            receiver: "orchestrator", received: Family.now + 60)
        #expect(rule { try fresh.handle(.receipt(ahead), at: Family.clock()) } == .notYetValid)
        #expect(fresh.state == .requested)
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
