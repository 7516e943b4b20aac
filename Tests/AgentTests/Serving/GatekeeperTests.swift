import EventContract
import Foundation
import NATSPublishing
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// What a request has to show, what the policy says to it, and what is kept of that.
@Suite struct GatekeeperTests {
    private let member = RequestGate.Asker.member("orchestrator")

    @Test func whoShowsItsTokenMayAskAndTheDecisionIsKept() throws {
        let place = try GrantingPlace()
        let keeper = try place.keeper()
        let granted = try keeper.admit(place.message("request-1"), from: member)
        #expect(granted.agent == "orchestrator")
        #expect(granted.requestId == "request-1")
        #expect(granted.ceiling == .confidential)
        #expect(granted.tokenEnd == GrantingPlace.start + 3_600)
        let request = ReadRequest(.data, kinds: ["hr"])
        let allowed = try keeper.decide(
            request, for: granted, label: .confidential, stretch: 86_400_000)
        #expect(allowed == request)
        let line = try #require(place.decisions.first)
        let again = try PolicyRequest.read(Array(line.utf8))
        #expect(again.request.agentId == "orchestrator")
        #expect(again.request.resourceId == "health.data.read")
        #expect(again.request.context.tokenEnd == GrantingPlace.start + 3_600)
        #expect(Policy(again.settings).evaluate(again.request).verdict == .allow)
        #expect(place.decisions.count == 1)
    }

    @Test func moreThanADayIsAskedAboutAsTheSettingSays() throws {
        let place = try GrantingPlace()
        let request = ReadRequest(.data)
        for (answer, expected) in [
            (PolicySettings.Answer.ask, "approval_required" as String?), (.always, nil),
            (.never, "setting_forbids"),
        ] {
            let keeper = try place.keeper { $0.policy.answers = [.readHistory: answer] }
            let granted = try keeper.admit(
                place.message("request-\(answer)"), from: member)
            #expect(
                refusal {
                    _ = try keeper.decide(
                        request, for: granted, label: .internal, stretch: 86_400_001)
                } == expected)
            // A day is no history.
            #expect(
                refusal {
                    _ = try keeper.decide(
                        request, for: granted, label: .internal, stretch: 86_400_000)
                } == nil)
        }
        // Where nothing has to be shown the setting says so too: nobody is there to be asked.
        for (answer, expected) in [
            (nil, "approval_required" as String?), (PolicySettings.Answer.always, nil),
        ] {
            let open = try place.keeper {
                $0.asksForTokens = false
                $0.policy.answers[.readHistory] = answer
            }
            let granted = try open.admit(place.message("request", headers: [:]), from: .anybody)
            #expect(granted.agent == "anybody" && granted.holder == nil)
            #expect(
                refusal {
                    _ = try open.decide(request, for: granted, label: .internal, stretch: .max)
                } == expected)
        }
    }

    @Test("T25 the lowest of role, token, agent and mode is the ceiling")
    func ceilings() throws {
        let place = try GrantingPlace()
        func ceiling(
            _ number: Int, _ label: Label, _ change: (inout ServingOptions) -> Void
        ) throws -> Label {
            try place.keeper(change).admit(
                place.message("request-\(number)", label: label), from: member
            ).ceiling
        }
        #expect(try ceiling(1, .confidential) { _ in } == .confidential)
        #expect(try ceiling(2, .internal) { _ in } == .internal)
        #expect(try ceiling(3, .confidential) { $0.ceiling = .public } == .public)
        #expect(
            try ceiling(4, .confidential) { $0.memberCeilings["orchestrator"] = .internal }
                == .internal)
        #expect(try ceiling(5, .confidential) { $0.policy.mode = .sensitive } == .internal)
        let keeper = try place.keeper()
        let granted = try keeper.admit(place.message("low", label: .internal), from: member)
        #expect(
            refusal {
                _ = try keeper.decide(
                    ReadRequest(.data), for: granted, label: .confidential, stretch: 0)
            } == "label_ceiling")
    }

    @Test("T16 requests, bytes and points have their budgets")
    func budgets() throws {
        let place = try GrantingPlace()
        let keeper = try place.keeper()
        let granted = try keeper.admit(place.message("request-0"), from: member)
        for number in 1..<30 {
            _ = try keeper.admit(place.message("request-\(number)"), from: member)
        }
        #expect(
            refusal { _ = try keeper.admit(place.message("request-30"), from: member) }
                == "budget_spent")
        #expect(place.decisions.last?.contains(#""budget":"budget_spent""#) == true)
        place.around.seconds.withLock { $0 = 66 }
        _ = try keeper.admit(place.message("later"), from: member)
        for _ in 0..<32 { try keeper.spend(bytes: 65_536, of: granted) }
        #expect(refusal { try keeper.spend(bytes: 1, of: granted) } == "budget_spent")
        // What is too many is refused; who names no number gets what there is.
        let narrow = try place.keeper { $0.policy.mode = .sensitive }
        func points(_ count: Int) throws -> Int {
            try narrow.decide(
                ReadRequest(.insights, countMax: count), for: granted, label: .internal,
                stretch: 0
            ).countMax
        }
        #expect(try points(ReadRequest.pointsMax) == 200)
        #expect(try points(200) == 200)
        #expect(refusal { _ = try points(201) } == "too_large")
    }

    @Test("T10 a header that stands twice is refused")
    func twice() throws {
        let place = try GrantingPlace()
        let keeper = try place.keeper()
        for name in ["Sa-Token", "Sa-Signature"] {
            #expect(
                refusal {
                    _ = try keeper.admit(
                        place.message("request", repeated: [name]), from: member)
                } == "member_twice")
        }
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) } == nil)
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) }
                == "replayed")
    }

    @Test("T15 a clock that is not kept, or steps, lets no request in; believed it does")
    func clock() throws {
        let place = try GrantingPlace()
        place.around.isKept.withLock { $0 = false }
        let keeper = try place.keeper()
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) }
                == "clock_untrusted")
        let believing = try place.keeper(believesClock: true)
        _ = try believing.admit(place.message("request-1"), from: member)
        // From its becoming kept on, and not before: nobody heard what was said until then.
        let before = place.message("before")
        place.around.seconds.withLock { $0 = 10 }
        place.around.isKept.withLock { $0 = true }
        #expect(refusal { _ = try keeper.admit(before, from: member) } == "stale")
        _ = try keeper.admit(place.message("after"), from: member)
    }

    @Test("T8 what is revoked while it serves is refused; an older list changes nothing")
    func revoked() throws {
        let place = try GrantingPlace()
        let keeper = try place.keeper()
        _ = try keeper.admit(place.message("request-1"), from: member)
        let none = Revocations().next(at: GrantingPlace.start)
        try place.revoke(
            none.next(at: GrantingPlace.start, tokens: ["01JD0000000000000000000000"]))
        place.around.seconds.withLock { $0 = 2 }
        #expect(
            refusal { _ = try keeper.admit(place.message("request-2"), from: member) }
                == "token_revoked")
        try place.revoke(none)
        place.around.seconds.withLock { $0 = 4 }
        #expect(
            refusal { _ = try keeper.admit(place.message("request-3"), from: member) }
                == "token_revoked")
        #expect(
            place.around.told.withLock { $0 } == [
                "Cannot use \(place.trust)/revocations.json: A newer list is known. Copy it again "
                    + "from the realm."
            ])
    }

    @Test func whatGrantsMustBeThere() throws {
        let place = try GrantingPlace()
        try FileManager.default.removeItem(atPath: place.trust + "/root.pub")
        #expect(
            throws: TrustFolderError.missing(path: place.trust + "/root.pub")
        ) { try place.keeper() }
        #expect(
            "\(TrustFolderError.missing(path: "/t/root.pub"))"
                == "There is no /t/root.pub. Copy the realm's trust/root.pub, trust/keyring/ and "
                + "trust/revocations.json, and no key, into trust/ beside the login, or for "
                + "development set security.tokens to none.")
        _ = try place.folder.write("no key", to: "trust/root.pub")
        #expect(throws: TrustFolderError.self) { try place.keeper() }
    }

    @Test("T16 a flood of refusals does not push out what was decided before")
    func floodOfRefusals() throws {
        let place = try GrantingPlace()
        let keeper = try place.keeper()
        for _ in 0..<10_000 {
            #expect(
                refusal {
                    _ = try keeper.admit(place.message("", headers: [:]), from: member)
                } == "signature_missing")
        }
        #expect(place.decisions.count == DecisionLog.refusalsPerMinute)
        place.around.seconds.withLock { $0 = 61 }
        _ = refusal { _ = try keeper.admit(place.message("", headers: [:]), from: member) }
        #expect(place.decisions.count == DecisionLog.refusalsPerMinute + 2)
        #expect(place.decisions.contains(#"{"omitted":9880}"#))
    }
}
