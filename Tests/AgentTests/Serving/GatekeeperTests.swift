import EventContract
import Foundation
import Glibc
import NATSPublishing
import Storage
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent

/// What a request has to show, what the policy says to it, and what is kept of that.
@Suite struct GatekeeperTests {
    /// A clock that is moved by hand, and what a person was told.
    private final class Surroundings: ServiceClock {
        static let start: Int64 = 1_795_219_200
        let told = Mutex<[String]>([])
        let seconds = Mutex<Int64>(0)
        let isKept = Mutex(true)

        func now() -> Duration { .seconds(seconds.withLock { $0 }) }
        func utc() -> WireTime {
            WireTime(millisecondsSince1970: (Self.start + seconds.withLock { $0 }) * 1_000)
        }
        func isSynchronised() -> Bool { isKept.withLock { $0 } }
    }

    /// A realm's `trust/` with seeded keys.
    private struct Place {
        static let start = Surroundings.start
        let folder: TemporaryFolder
        let around = Surroundings()
        let root = Place.key(1)
        let issuer = Place.key(2)
        let orchestrator = Place.key(3)
        var trust: String { folder.path + "/trust" }
        var state: String { folder.path + "/state" }

        init() throws {
            folder = try TemporaryFolder()
            _ = try Store(
                directory: folder.path + "/state", keepsForBroker: false,
                newInstance: {
                    Instance(
                        uuid: "00000000-0000-4000-8000-000000000000",
                        pseudonymKey: Array(0..<32), createdMilliseconds: 7)
                }, now: { 42 })
            let files = FileManager.default
            try files.createDirectory(
                atPath: trust + "/keyring", withIntermediateDirectories: true)
            _ = try folder.write(root.publicText, to: "trust/root.pub")
            _ = try folder.write(issuer.publicText, to: "trust/issuer.pub")
            try write(.issuer, issuer)
            try write(.member, orchestrator)
            try revoke(Revocations().next(at: Self.start))
        }

        private static func key(_ number: UInt8) -> MessageKey {
            guard let key = MessageKey(seed: Array(repeating: number, count: 32)) else {
                preconditionFailure("32 bytes are a seed.")
            }
            return key
        }

        func write(
            _ role: KeyringEntry.Role, _ key: MessageKey, end: Int64 = start + 86_400 * 30
        ) throws {
            let entry = KeyringEntry(
                agent: "orchestrator", role: role, key: key.publicKey, start: Self.start - 60,
                end: end)
            _ = try folder.write(
                String(decoding: entry.document(signedBy: root), as: UTF8.self) + "\n",
                to: "trust/keyring/\(role.rawValue).json")
        }

        func revoke(_ list: Revocations) throws {
            _ = try folder.write(
                String(decoding: list.document(signedBy: issuer), as: UTF8.self) + "\n",
                to: "trust/revocations.json")
        }

        func believed(believesClock: Bool = false) throws -> AgentTrust {
            let granting = GrantingOptions(
                issuer: "orchestrator",
                ceilings: RoleCeilings([
                    RoleCeiling(
                        agent: "orchestrator",
                        sends: [Subject("health.data.read"), Subject("health.insights.read")],
                        labelMax: .confidential)
                ]), folder: trust)
            return try AgentTrust(
                granting, directory: state, believesClock: believesClock, clock: around,
                tell: { [around] text in around.told.withLock { $0.append(text) } })
        }

        func keeper(
            believesClock: Bool = false, _ change: (inout ServingOptions) -> Void = { _ in }
        ) throws -> Gatekeeper {
            var options = ServingOptions()
            options.memberCeilings = ["orchestrator": .confidential]
            options.asksForTokens = true
            change(&options)
            return Gatekeeper(
                options,
                gate: RequestGate(
                    agent: "healthypi", ceilings: options.memberCeilings,
                    ceiling: options.ceiling),
                trust: try believed(believesClock: believesClock))
        }

        func message(
            _ id: String, label: Label = .confidential, headers: [String: String]? = nil,
            repeated: Set<String> = []
        ) -> IncomingMessage {
            let now = Self.start + around.seconds.withLock { $0 }
            let payload = Array("{}".utf8)
            let token = CapabilityToken(
                id: "01JD0000000000000000000000", issuer: "orchestrator", agent: "orchestrator",
                holder: orchestrator.publicKey, subjects: [Subject("health.data.read")],
                start: Self.start, expiration: Self.start + 3_600, epoch: 0, labelMax: label)
            let signature = MessageSigner(agent: "orchestrator", key: orchestrator).header(
                id: id, sequence: 0, timeMilliseconds: now * 1_000,
                subject: "health.data.read", payload: payload)
            return IncomingMessage(
                subject: "health.data.read", payload: payload, replySubject: "_R_.a",
                headers: headers ?? [
                    "Sa-Signature": signature,
                    "Sa-Token": String(
                        decoding: token.document(signedBy: issuer), as: UTF8.self),
                ], repeatedHeaders: repeated)
        }

        var decisions: [String] {
            let text = try? String(contentsOfFile: state + "/decisions.jsonl", encoding: .utf8)
            return (text ?? "").split(separator: "\n").map(String.init)
        }
    }

    private let member = RequestGate.Asker.member("orchestrator")

    private func refusal(_ attempt: () throws -> Void) -> String? {
        do {
            try attempt()
            return nil
        } catch {
            return (error as? ServiceRefusal)?.rule
        }
    }

    @Test func whoShowsItsTokenMayAskAndTheDecisionIsKept() throws {
        let place = try Place()
        let keeper = try place.keeper()
        let granted = try keeper.admit(place.message("request-1"), from: member)
        #expect(granted.agent == "orchestrator")
        #expect(granted.requestId == "request-1")
        #expect(granted.ceiling == .confidential)
        #expect(granted.tokenEnd == Place.start + 3_600)
        let request = ReadRequest(.data, kinds: ["hr"])
        let allowed = try keeper.decide(
            request, for: granted, label: .confidential, stretch: 86_400_000)
        #expect(allowed == request)
        let line = try #require(place.decisions.first)
        let again = try PolicyRequest.read(Array(line.utf8))
        #expect(again.request.agentId == "orchestrator")
        #expect(again.request.resourceId == "health.data.read")
        #expect(again.request.context.tokenEnd == Place.start + 3_600)
        #expect(Policy(again.settings).evaluate(again.request).verdict == .allow)
        #expect(place.decisions.count == 1)
    }

    @Test func moreThanADayIsAskedAboutAsTheSettingSays() throws {
        let place = try Place()
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
        let place = try Place()
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
        let place = try Place()
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
        let place = try Place()
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
        let place = try Place()
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
        let place = try Place()
        let keeper = try place.keeper()
        _ = try keeper.admit(place.message("request-1"), from: member)
        let none = Revocations().next(at: Place.start)
        try place.revoke(
            none.next(at: Place.start, tokens: ["01JD0000000000000000000000"]))
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
        let place = try Place()
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
        let place = try Place()
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

    @Test("T8 what was revoked stays so over a restart, whatever list lies beside the login")
    func keptList() throws {
        let place = try Place()
        let none = Revocations().next(at: Place.start)
        try place.revoke(
            none.next(at: Place.start + 30, tokens: ["01JD0000000000000000000000"]))
        place.around.seconds.withLock { $0 = 60 }
        _ = try place.keeper()
        try place.revoke(none)
        let keeper = try place.keeper()
        #expect(
            refusal { _ = try keeper.admit(place.message("request-1"), from: member) }
                == "token_revoked")
        #expect(
            place.around.told.withLock { $0 } == [
                "Cannot use \(place.trust)/revocations.json: A newer list is known. Copy it again "
                    + "from the realm."
            ])
        // A damaged copy is no list; then the one beside the login counts.
        _ = try place.folder.write("damaged", to: "state/revocations.json")
        let forgetful = try place.keeper()
        _ = try forgetful.admit(place.message("request-2"), from: member)
    }

    @Test("T20 a keyring that changes counts at once, whatever list lies beside it")
    func keyringChanges() throws {
        let place = try Place()
        let none = Revocations().next(at: Place.start)
        try place.revoke(none.next(at: Place.start))
        let keeper = try place.keeper()
        _ = try keeper.admit(place.message("request-1"), from: member)
        // An older list comes back together with an entry that has ended, written over the old one.
        try place.revoke(none)
        try place.write(.member, place.orchestrator, end: Place.start + 1)
        place.around.seconds.withLock { $0 = 2 }
        #expect(
            refusal { _ = try keeper.admit(place.message("request-2"), from: member) }
                == "key_not_valid_now")
    }

    @Test("T20 a root of trust that others may write is refused, and so is its folder")
    func writableRoot() throws {
        let place = try Place()
        #expect(chmod(place.trust + "/root.pub", 0o666) == 0)
        #expect(
            throws: TrustFolderError.wrong(
                path: place.trust + "/root.pub", reason: "others may write to it (chmod go-w).")
        ) { try place.keeper() }
        #expect(chmod(place.trust + "/root.pub", 0o644) == 0)
        #expect(chmod(place.trust, 0o777) == 0)
        #expect(
            throws: TrustFolderError.wrong(
                path: place.trust, reason: "others may write to this folder (chmod go-w).")
        ) { try place.keeper() }
    }

    @Test("T15 a list from the future, taken in before the clock was kept, sets no floor")
    func futureList() throws {
        let place = try Place()
        place.around.isKept.withLock { $0 = false }
        try place.revoke(Revocations().next(at: Place.start + 1_000_000))
        let keeper = try place.keeper()
        place.around.isKept.withLock { $0 = true }
        place.around.seconds.withLock { $0 = 10 }
        // Judged by the clock, not by the list.
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) } == nil)
    }

    @Test("T15 the moment at which the newest list was signed has passed, also for the next start")
    func floorOfList() throws {
        let place = try Place()
        place.around.seconds.withLock { $0 = 3_600 }
        try place.revoke(Revocations().next(at: Place.start + 3_600))
        _ = try place.keeper()
        place.around.seconds.withLock { $0 = 60 }
        let keeper = try place.keeper()
        #expect(
            refusal { _ = try keeper.admit(place.message("request"), from: member) }
                == "clock_untrusted")
    }
}
