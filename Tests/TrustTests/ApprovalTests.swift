import EventContract
import TestKit
import Testing

@testable import Trust

@Suite struct ApprovalTests {
    private let family = Family()

    private func action(
        _ parameters: [String: String] = ["format": "edf", "to": "2026-11-21"],
        operation: Trust.Operation = .exportRaw, resource: String = "recording-1",
        digest: String = String(repeating: "0f", count: 32)
    ) throws -> ApprovalAction {
        try ApprovalAction(
            approvalId: "01JD0000000000000000000007", operation: operation, agent: "healthypi",
            requester: "orchestrator", resource: resource, resourceDigest: digest,
            parameters: parameters)
    }

    private func request(
        _ action: ApprovalAction? = nil, quorum: Int64 = 1
    ) throws -> ApprovalRequest {
        try ApprovalRequest(
            action: try action ?? self.action(),
            words: "All of recording-1 leaves: 5 minutes of ECG, 1.2 MB, as EDF.", size: 1_200_000,
            count: 1, label: .restricted, asked: Family.now, expires: Family.now + 900,
            quorum: quorum)
    }

    private func decision(
        _ answer: ApprovalDecision.Answer = .approve, hash: String? = nil,
        id: String = "01JD0000000000000000000007", by name: String = "approver",
        key: MessageKey? = nil, at seconds: Int64 = 10, expires: Int64 = 700
    ) throws -> VerifiedDecision {
        let decision = try ApprovalDecision(
            approvalId: id, actionHash: try hash ?? action().hash, answer: answer,
            reason: "Asked for at the clinic", approver: name, decided: Family.now + seconds,
            expires: Family.now + expires)
        return try VerifiedDecision(
            decision.document(signedBy: key ?? family.approver), try family.keyring(),
            Revocations(), at: Family.clock(seconds))
    }

    private func token(_ action: ApprovalAction, life: Int64 = 600) -> CapabilityToken {
        family.token(
            start: Family.now + 10, life: life,
            oneOff: .init(action: action.operation.rawValue, actionHash: action.hash))
    }

    private func approved() throws -> Approval {
        var approval = Approval(try request())
        #expect(try approval.handle(.tick, at: Family.clock()) == [.publishRequest])
        let receipt = try ApprovalReceipt.verified(
            ApprovalReceipt(
                approvalId: approval.request.id, actionHash: approval.request.action.hash,
                receiver: "orchestrator", received: Family.now + 1
            ).document(signedBy: family.orchestrator), from: "orchestrator",
            try family.keyring(), Revocations())
        #expect(try approval.handle(.receipt(receipt), at: Family.clock(1)) == [])
        #expect(approval.state == .delivered)
        #expect(
            try approval.handle(.decision(try decision()), at: Family.clock(10))
                == [.requestToken])
        #expect(approval.state == .approved)
        return approval
    }

    private func bound() throws -> Approval {
        var approval = try approved()
        _ = try approval.handle(.token(token(try action())), at: Family.clock(11))
        #expect(approval.state == .tokenBound)
        return approval
    }

    @Test func fromAskingToDoneOnce() throws {
        var approval = try bound()
        let actions = try approval.handle(.begin(try action()), at: Family.clock(12))
        #expect(actions == [.execute(token(try action()))])
        #expect(
            rule { try approval.handle(.begin(try action()), at: Family.clock(12)) }
                == .approvalNotOpen)
        let done = try approval.handle(.finished, at: Family.clock(13))
        guard case .publishOutcome(let outcome) = done.first else {
            Issue.record("no outcome")
            return
        }
        #expect(outcome.state == .completed)
        #expect(
            try ApprovalOutcome.verified(
                outcome.document(signedBy: family.healthypi), try family.keyring(), Revocations())
                == outcome)
        for event in [
            .begin(try action()), .finished, .failed("x"), .cancel("x"), .revoke("x"),
            .decision(try decision()), .token(token(try action())),
        ] as [Approval.Event] {
            #expect(rule { try approval.handle(event, at: Family.clock(14)) } == .approvalNotOpen)
        }
        #expect(approval.state == .completed)
    }

    @Test("T11 parameters swapped after approval are refused, each of them")
    func swapped() throws {
        let others: [ApprovalAction] = [
            try action(["format": "csv", "to": "2026-11-21"]),
            try action(["format": "edf", "to": "2027-11-21"]),
            try action(["format": "edf"]),
            try action(["format": "edf", "to": "2026-11-21", "x": ""]),
            // The same letters, cut elsewhere.
            try action(["format": "edf\",\"to=2026-11-21"]),
            try action(operation: .delete), try action(resource: "recording-2"),
            // The same name, and the file behind it changed.
            try action(digest: String(repeating: "f0", count: 32)),
        ]
        #expect(Set(others.map(\.hash) + [try action().hash]).count == others.count + 1)
        for other in others {
            var approval = try bound()
            #expect(
                rule { try approval.handle(.begin(other), at: Family.clock(12)) }
                    == .actionDiffers)
            #expect(approval.state == .tokenBound)
            var early = try approved()
            #expect(
                rule { try early.handle(.token(token(other)), at: Family.clock(12)) }
                    == .actionDiffers)
            var undecided = Approval(try request())
            #expect(
                rule {
                    try undecided.handle(
                        .decision(try decision(hash: other.hash)), at: Family.clock(12))
                } == .actionDiffers)
        }
    }

    @Test("T11 a decision for another approval, or a token of another kind, is refused")
    func otherApproval() throws {
        var approval = Approval(try request())
        #expect(
            rule {
                try approval.handle(
                    .decision(try decision(id: "01JD0000000000000000000008")),
                    at: Family.clock(10))
            } == .approvalUnknown)
        var waiting = try approved()
        #expect(
            rule { try waiting.handle(.token(family.token()), at: Family.clock(11)) }
                == .actionDiffers)
        let twice = family.token(
            start: Family.now, life: 600,
            oneOff: .init(
                action: "data.export_raw", actionHash: try action().hash, usesMax: 2))
        #expect(rule { try waiting.handle(.token(twice), at: Family.clock(11)) } == .actionDiffers)
        #expect(
            rule {
                try waiting.handle(.token(token(try action(), life: 601)), at: Family.clock(11))
            } == .lifeTooLong)
    }

    @Test("T11 an approval after its time is no approval, and no denial either")
    func late() throws {
        var approval = Approval(try request())
        #expect(
            rule {
                try approval.handle(
                    .decision(try decision(at: 900, expires: 2_000)), at: Family.clock(900))
            } == .expiredUndecided)
        let end = try approval.handle(.tick, at: Family.clock(900))
        #expect(approval.state == .expiredUndecided)
        #expect(approval.reason == "Nobody decided in time.")
        #expect(end.count == 1)
        #expect(
            rule { try approval.handle(.decision(try decision()), at: Family.clock(901)) }
                == .approvalNotOpen)
        // A decision that was kept back until it is worth nothing.
        var kept = Approval(try request())
        #expect(
            rule {
                try kept.handle(
                    .decision(try decision(expires: 300)), at: Family.clock(300))
            } == .expired)
        #expect(ApprovalCounts([approval, kept], at: Family.clock(901)).denied == 0)
        #expect(ApprovalCounts([approval, kept], at: Family.clock(901)).expiredUndecided == 1)
        #expect(ApprovalCounts([approval, kept], at: Family.clock(901)).pending == 1)
    }

    @Test("T11 what was approved and not used in time is worth nothing")
    func unused() throws {
        var approval = try bound()
        // The token ends at 610, the decision at 700.
        #expect(
            rule { try approval.handle(.begin(try action()), at: Family.clock(610)) } == .expired)
        #expect(try approval.handle(.tick, at: Family.clock(609)) == [])
        #expect(try approval.handle(.tick, at: Family.clock(610)).count == 1)
        #expect(approval.state == .lapsed)
        var waiting = try approved()
        _ = try waiting.handle(.tick, at: Family.clock(700))
        #expect(waiting.state == .lapsed)
    }

    @Test func aDenialIsOneAndKeepsItsReason() throws {
        var approval = Approval(try request())
        let end = try approval.handle(.decision(try decision(.deny)), at: Family.clock(10))
        #expect(approval.state == .denied)
        #expect(approval.reason == "Asked for at the clinic")
        #expect(end.count == 1)
        #expect(ApprovalCounts([approval], at: Family.clock(10)).denied == 1)
        #expect(
            rule { try decisionWithReason("  ") } == .reasonMissing)
    }

    private func decisionWithReason(_ reason: String) throws -> ApprovalDecision {
        try ApprovalDecision(
            approvalId: "01JD0000000000000000000007", actionHash: try action().hash,
            answer: .deny, reason: reason, approver: "approver", decided: 1, expires: 2)
    }

    @Test("T11 a quorum of two takes two approvers, not one twice")
    func quorum() throws {
        var approval = Approval(try request(quorum: 2))
        #expect(
            try approval.handle(.decision(try decision()), at: Family.clock(10)) == [])
        #expect(approval.approvalsMissing == 1)
        #expect(
            rule { try approval.handle(.decision(try decision()), at: Family.clock(11)) }
                == .approverTwice)
        #expect(
            rule { try approval.handle(.token(token(try action())), at: Family.clock(11)) }
                == .approvalNotOpen)
        let second = try decision(by: "second-approver", key: family.secondApprover)
        #expect(
            try approval.handle(.decision(second), at: Family.clock(12)) == [.requestToken])
        // Either may still say no before that.
        var denied = Approval(try request(quorum: 2))
        _ = try denied.handle(.decision(try decision()), at: Family.clock(10))
        _ = try denied.handle(
            .decision(
                try decision(.deny, by: "second-approver", key: family.secondApprover)),
            at: Family.clock(11))
        #expect(denied.state == .denied)
    }

    @Test("T9 a decision counts only with an approver's own signature")
    func signatures() throws {
        for key in [family.issuer, family.orchestrator, family.healthypi] {
            #expect(rule { try decision(key: key) } == .notAnApprover)
        }
        #expect(rule { try decision(key: family.stranger) } == .keyUnknown)
        #expect(rule { try decision(by: "second-approver") } == .agentDiffers)
        #expect(rule { try decision(at: 60 * 60 * 24 * 31, expires: 1 << 40) } == .keyNotValidNow)
        // The agent that asks cannot answer itself, whatever it calls the document.
        let own = try request().document(signedBy: family.healthypi)
        #expect(
            rule {
                try VerifiedDecision(own, try family.keyring(), Revocations(), at: Family.clock())
            } == .notAnApprover)
    }

    @Test("T9 a request is its agent's, and its hash is that of what it shows")
    func requests() throws {
        let keyring = try family.keyring()
        let request = try request()
        let read = try ApprovalRequest.verified(
            request.document(signedBy: family.healthypi), keyring, Revocations())
        #expect(read == request)
        #expect(
            rule {
                try ApprovalRequest.verified(
                    request.document(signedBy: family.hue), keyring, Revocations())
            } == .agentDiffers)
        var members = try SignedDocument(
            .approvalRequest, request.document(signedBy: family.healthypi), lengthMax: 32_768
        ).members
        members["params"] = .texts(["format=csv", "to=2026-11-21"])
        let forged = SignedDocument.bytes(
            .approvalRequest, members, signedBy: family.healthypi)
        #expect(
            rule { try ApprovalRequest.verified(forged, keyring, Revocations()) }
                == .actionDiffers)
    }

    @Test func whatCannotBeShownIsNotAskedFor() throws {
        #expect(rule { try action(["x": String(repeating: "y", count: 600)]) } == .tooLarge)
        var many: [String: String] = [:]
        for number in 0..<33 { many["p\(number)"] = "" }
        #expect(rule { try action(many) } == .tooLarge)
        #expect(rule { try action(["a": "\u{202E}fde"]) } == .memberValue)
        #expect(rule { try action(["a=b": ""]) } == .memberValue)
        #expect(
            rule {
                try ApprovalRequest(
                    action: try action(), words: String(repeating: "w", count: 2_001), size: 0,
                    count: 0, label: .restricted, asked: 1, expires: 2)
            } == .tooLarge)
    }

    @Test func itIsPublishedAgainUntilReceivedAndRemindsOnce() throws {
        var approval = Approval(try request())
        var published: [Int64] = []
        var reminded: [Int64] = []
        for second in 0..<900 as Range<Int64> {
            let actions = try approval.handle(.tick, at: Family.clock(second))
            if actions.contains(.publishRequest) { published.append(second) }
            if actions.contains(.remind) { reminded.append(second) }
        }
        #expect(Array(published.prefix(3)) == [0, 30, 60])
        #expect(reminded == [720])
        #expect(!approval.isUndeliverable(at: Family.clock(29)))
        #expect(approval.isUndeliverable(at: Family.clock(30)))
    }

    @Test("T15 a clock not trusted lets nothing through and ends nothing")
    func clock() throws {
        let wrong = ClockReading(milliseconds: (Family.now + 99_999) * 1_000, distrust: .stepped)
        var approval = Approval(try request())
        let early = try decision()
        #expect(rule { try approval.handle(.decision(early), at: wrong) } == .clockUntrusted)
        #expect(try approval.handle(.tick, at: wrong) == [])
        #expect(approval.state == .requested)
        var ready = try bound()
        #expect(rule { try ready.handle(.begin(try action()), at: wrong) } == .clockUntrusted)
        #expect(ready.state == .tokenBound)
    }

    @Test func lockdownAndCancellingEndWhatIsOpen() throws {
        for make in [{ Approval(try request()) }, approved, bound] {
            var revoked = try make()
            _ = try revoked.handle(.revoke("lockdown"), at: Family.clock(20))
            #expect(revoked.state == .revoked)
            #expect(revoked.token == nil)
            var cancelled = try make()
            _ = try cancelled.handle(.cancel("no longer wanted"), at: Family.clock(20))
            #expect(cancelled.state == .cancelled)
        }
    }
}
