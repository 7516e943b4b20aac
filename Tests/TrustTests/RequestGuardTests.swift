import EventContract
import TestKit
import Testing

@testable import Trust

/// What a request must show, and the rule by which each thing missing or wrong is named.
@Suite struct RequestGuardTests {
    private let family = Family()
    private static let body = Array(#"{"kinds":["hr"]}"#.utf8)

    private func tokenText(_ token: CapabilityToken, by key: MessageKey? = nil) -> String {
        String(
            decoding: token.document(signedBy: key ?? family.issuer), as: UTF8.self)
    }

    private func shown(
        id: String = "01JD0000000000000000000001", agent: String = "orchestrator",
        key: MessageKey? = nil, later: Int64 = 0, subject: String = "health.data.read",
        signedSubject: String? = nil, payload: [UInt8] = body, token: String?? = nil,
        account: String? = "orchestrator"
    ) -> ShownRequest {
        let signer = MessageSigner(agent: agent, key: key ?? family.orchestrator)
        let signature = signer.header(
            id: id, sequence: 0, timeMilliseconds: (Family.now + later) * 1_000,
            subject: signedSubject ?? subject, payload: Self.body)
        return ShownRequest(
            subject: subject, payload: payload, signature: signature,
            token: token ?? tokenText(family.token()), account: account)
    }

    private func refused(
        _ request: ShownRequest, label: Label = .confidential, later: Int64 = 0,
        _ tokens: TokenVerifier? = nil
    ) throws -> Rule? {
        var requests = RequestGuard(try tokens ?? family.verifier())
        return rule { try requests.check(request, label: label, at: Family.clock(later)) }
    }

    @Test func aRequestWithItsTokenIsGranted() throws {
        var requests = RequestGuard(try family.verifier())
        let grant = try requests.check(shown(), label: .confidential, at: Family.clock())
        #expect(grant.requestId == "01JD0000000000000000000001")
        #expect(grant.token == family.token())
        // Without accounts the signature alone says who it is.
        #expect(try refused(shown(account: nil)) == nil)
    }

    @Test("T8 a request without, with an expired, another's or a narrower token is refused")
    func tokens() throws {
        #expect(try refused(shown(token: .some(nil))) == .tokenMissing)
        #expect(try refused(shown(later: 3_600), later: 3_600) == .expired)
        // Hue has the orchestrator's token, and signs with its own key.
        #expect(
            try refused(shown(agent: "hue", key: family.hue, account: "hue")) == .agentDiffers)
        // The orchestrator shows hue's.
        let hues = family.token(
            agent: "hue", holder: family.hue,
            subjects: ["lighting.events.write.hue.internal.*"], label: .internal)
        #expect(try refused(shown(token: tokenText(hues))) == .agentDiffers)
        let narrow = family.token(subjects: ["health.insights.read"])
        #expect(try refused(shown(token: tokenText(narrow))) == .subjectNotAllowed)
        let low = family.token(label: .internal)
        #expect(try refused(shown(token: tokenText(low))) == .labelCeiling)
        #expect(try refused(shown(token: tokenText(low)), label: .internal) == nil)
        let other = tokenText(family.token(audience: ["hue"]))
        #expect(try refused(shown(token: other)) == .audienceDiffers)
        #expect(try refused(shown(token: "")) == .cutShort)
        #expect(
            try refused(shown(token: tokenText(family.token(), by: family.stranger)))
                == .keyUnknown)
    }

    @Test("T2 a request in another's name, or of other bytes, is refused before its token is read")
    func signatures() throws {
        let good = shown()
        func with(_ signature: String?) -> ShownRequest {
            ShownRequest(
                subject: good.subject, payload: good.payload, signature: signature,
                token: "no token at all", account: good.account)
        }
        #expect(try refused(with(nil)) == .signatureMissing)
        for bad in ["", "v1", "v1.a.b", "v2" + (good.signature ?? "").dropFirst(2)] {
            #expect(try refused(with(bad)) == .signatureMalformed, "\(bad)")
        }
        #expect(try refused(shown(key: family.stranger)) == .keyUnknown)
        // An issuer's key signs tokens and no messages.
        #expect(try refused(shown(key: family.issuer)) == .keyRole)
        #expect(try refused(shown(agent: "healthypi")) == .agentDiffers)
        #expect(try refused(shown(account: "workflow")) == .agentDiffers)
        #expect(
            try refused(shown(signedSubject: "health.insights.read")) == .subjectDiffers)
        #expect(try refused(shown(payload: Array("{}".utf8))) == .payloadDiffers)
    }

    @Test("T10 a request said again, too old, or from before the start is refused")
    func replay() throws {
        var requests = RequestGuard(try family.verifier())
        _ = try requests.check(shown(), label: .internal, at: Family.clock())
        #expect(
            rule { try requests.check(shown(), label: .internal, at: Family.clock(1)) }
                == .replayed)
        #expect(try refused(shown(later: -61)) == .stale)
        #expect(try refused(shown(later: 61)) == .stale)
        var fresh = RequestGuard(
            try family.verifier(), seen: ReplayMemory(since: Family.now * 1_000))
        #expect(
            rule { try fresh.check(shown(later: -1), label: .internal, at: Family.clock()) }
                == .stale)
        #expect(
            rule { try fresh.check(shown(), label: .internal, at: Family.clock()) } == nil)
    }

    @Test("T10 a flood of 5,000 by one sender is bounded, and leaves the others their share")
    func flood() throws {
        var requests = RequestGuard(try family.verifier(takesPlain: false))
        var rules: [Rule?: Int] = [:]
        for number in 0..<5_000 {
            let request = shown(id: "flood-\(number)", token: .some(nil))
            rules[
                rule { try requests.check(request, label: .internal, at: Family.clock()) },
                default: 0] += 1
        }
        #expect(rules == [.tokenMissing: 4_096, .busy: 904])
        // The first again: what was seen is seen.
        #expect(
            rule {
                try requests.check(
                    shown(id: "flood-0"), label: .internal, at: Family.clock())
            } == .replayed)
        let other = shown(agent: "hue", key: family.hue, token: .some(nil), account: "hue")
        #expect(
            rule { try requests.check(other, label: .internal, at: Family.clock()) }
                == .tokenMissing)
    }

    @Test("T15 no request is taken while the clock is not trusted")
    func clock() throws {
        for distrust in ClockReading.Distrust.allCases {
            var requests = RequestGuard(try family.verifier())
            let reading = ClockReading(milliseconds: Family.now * 1_000, distrust: distrust)
            #expect(
                rule { try requests.check(shown(), label: .internal, at: reading) }
                    == .clockUntrusted)
        }
    }

    @Test("T20 a member's key revoked or ended signs no more requests")
    func keys() throws {
        let list = try family.revocations().next(
            at: Family.now, keys: [family.orchestrator.identifier])
        #expect(try refused(shown(), family.verifier(revocations: list)) == .keyRevoked)
        var ended = try family.keyring()
        let entry = try #require(ended.members("orchestrator").first)
        try ended.add(
            KeyringEntry(
                agent: entry.agent, role: .member, key: entry.key, start: entry.start,
                end: Family.now
            ).document(signedBy: family.root))
        var tokens = try family.verifier()
        tokens.keyring = ended
        #expect(try refused(shown(), tokens) == .keyNotValidNow)
    }

    @Test("T9 every byte of a shown token and signature changed is refused")
    func everyByte() throws {
        let good = shown()
        let requests = RequestGuard(try family.verifier())
        var generator = SeededGenerator(seed: 9)
        let whole = try #require(good.token)
        let signature = try #require(good.signature)
        for place in 0..<(whole.utf8.count + signature.utf8.count) {
            func changed(_ text: String, at place: Int) -> String {
                guard text.utf8.indices.contains(text.utf8.startIndex), place >= 0,
                    place < text.utf8.count
                else { return text }
                var bytes = Array(text.utf8)
                bytes[place] ^= 1 << UInt8.random(in: 0...5, using: &generator)
                return String(decoding: bytes, as: UTF8.self)
            }
            var copy = requests
            let request = ShownRequest(
                subject: good.subject, payload: good.payload,
                signature: changed(signature, at: place - whole.utf8.count),
                token: changed(whole, at: place), account: good.account)
            #expect(
                throws: Refusal.self, "byte \(place)"
            ) { try copy.check(request, label: .internal, at: Family.clock()) }
        }
    }
}
