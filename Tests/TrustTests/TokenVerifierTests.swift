import EventContract
import TestKit
import Testing

@testable import Trust

@Suite struct TokenVerifierTests {
    private let family = Family()

    private func refusal(
        _ token: CapabilityToken, signedBy key: MessageKey? = nil, _ use: TokenUse? = nil,
        later seconds: Int64 = 0, _ verifier: TokenVerifier? = nil
    ) throws -> Rule? {
        var verifier = try verifier ?? family.verifier()
        return rule {
            try verifier.check(
                token.document(signedBy: key ?? family.issuer), for: use ?? family.use(),
                at: Family.clock(seconds))
        }
    }

    @Test func aTokenIsReadBackAsItWasIssued() throws {
        var verifier = try family.verifier()
        for token in [
            family.token(), family.token(audience: ["healthypi", "hue"]),
            family.token(
                life: 600,
                oneOff: .init(
                    action: "data.delete", actionHash: String(repeating: "0a", count: 32))),
        ] {
            let hash = token.oneOff?.actionHash
            let read = try verifier.check(
                token.document(signedBy: family.issuer),
                for: family.use(isSensitive: hash != nil, actionHash: hash), at: Family.clock())
            #expect(read == token)
        }
    }

    @Test("T8 a stolen token with another key or in another's name is refused")
    func stolen() throws {
        #expect(try refusal(family.token(), family.use(holder: family.hue)) == .holderDiffers)
        #expect(
            try refusal(family.token(), family.use(sender: "hue", holder: family.hue))
                == .agentDiffers)
        #expect(
            try refusal(family.token(audience: ["hue"])) == .audienceDiffers)
        #expect(try refusal(family.token(), later: 3_599) == nil)
        #expect(try refusal(family.token(), later: 3_600) == .expired)
    }

    @Test("T8 a raised epoch and a revocation end a token at once")
    func revoked() throws {
        let none = try family.revocations()
        let token = family.token()
        let cases: [(Revocations, Rule?)] = [
            (none.next(at: Family.now), nil),
            (none.next(at: Family.now, agents: ["orchestrator"]), .epochRevoked),
            (none.next(at: Family.now, agents: ["hue"]), nil),
            (none.next(at: Family.now, tokens: [token.id]), .tokenRevoked),
            (none.next(at: Family.now, keys: [family.issuer.identifier]), .keyRevoked),
        ]
        for (list, expected) in cases {
            let verifier = try family.verifier(revocations: list)
            #expect(try refusal(token, verifier) == expected)
        }
        let raised = none.next(at: Family.now, agents: ["orchestrator"])
        #expect(
            try refusal(family.token(epoch: 1), family.verifier(revocations: raised)) == nil)
    }

    private func refusal(_ token: CapabilityToken, _ verifier: TokenVerifier) throws -> Rule? {
        try refusal(token, signedBy: nil, nil, later: 0, verifier)
    }

    @Test("T9 a token by any other key than the issuer's is refused")
    func forged() throws {
        #expect(try refusal(family.token(), signedBy: family.stranger) == .keyUnknown)
        #expect(try refusal(family.token(), signedBy: family.hue) == .keyRole)
        #expect(try refusal(family.token(), signedBy: family.approver) == .keyRole)
        // The root vouches for keys; it issues nothing.
        #expect(try refusal(family.token(), signedBy: family.root) == .keyUnknown)
        #expect(try refusal(family.token(issuer: "hue")) == .issuerUnknown)
        // Signed by a stranger under the issuer's name.
        var members = try SignedDocument(
            .capability, family.token().document(signedBy: family.stranger), lengthMax: 4_096
        ).members
        members["kid"] = .text(family.issuer.identifier)
        let body = members.bytes
        members["signature"] = .text(
            Base64URL.text(of: family.stranger.signature(of: .capability, body)))
        var verifier = try family.verifier()
        #expect(
            rule { try verifier.check(members.bytes, for: family.use(), at: Family.clock()) }
                == .signatureWrong)
    }

    /// Each member in turn left out, doubled, of another type, and one that is unknown.
    @Test("T9 members missing, unknown, doubled or of another type are refused by name")
    func members() throws {
        var verifier = try family.verifier()
        func attempt(_ object: CanonicalObject) -> Rule? {
            var object = object
            object["signature"] = nil
            let body = object.bytes
            object["signature"] = .text(
                Base64URL.text(of: family.issuer.signature(of: .capability, body)))
            return rule {
                try verifier.check(object.bytes, for: family.use(), at: Family.clock())
            }
        }
        let good = try CanonicalReader.object(
            family.token().document(signedBy: family.issuer), lengthMax: 4_096)
        #expect(attempt(good) == nil)
        for name in good.names where name != "signature" {
            var less = good
            less[name] = nil
            // Without v it is read as a plain token, and those have no other members.
            #expect(attempt(less) == (name == "v" ? .memberUnknown : .memberMissing), "\(name)")
            var other = good
            if case .integer = good[name] {
                other[name] = .text("1")
            } else {
                other[name] = .integer(1)
            }
            #expect(
                attempt(other) == (name == "v" ? .versionUnknown : .memberType), "\(name)")
            let text = String(decoding: good.bytes, as: UTF8.self)
            let twice = text.replacingFirst(
                "\"\(name)\":", with: "\"\(name)\":\"x\",\"\(name)\":")
            #expect(
                rule {
                    try verifier.check(
                        Array(twice.utf8), for: family.use(), at: Family.clock())
                } == .memberTwice, "\(name)")
        }
        var more = good
        more["admin"] = .truth(true)
        #expect(attempt(more) == .memberUnknown)
        var version = good
        version["v"] = .integer(2)
        #expect(attempt(version) == .versionUnknown)
        for bad in ["", "a..b", ".a", "a.", ">.a", "a.>.b", "a*", "a b", "a.b\"c"] {
            var other = good
            other["allowed_subjects"] = .texts([bad])
            #expect(attempt(other) == .memberValue, "\(bad)")
        }
        var none = good
        none["allowed_subjects"] = .texts([])
        #expect(attempt(none) == .memberValue)
    }

    @Test("T9 what is longer than a token may be is not looked at")
    func long() throws {
        var verifier = try family.verifier()
        let long = Array(String(repeating: "{", count: 4_097).utf8)
        #expect(
            rule { try verifier.check(long, for: family.use(), at: Family.clock()) } == .tooLong)
    }

    @Test("T15 a token is judged only by a clock that is trusted")
    func clock() throws {
        var verifier = try family.verifier()
        let document = family.token().document(signedBy: family.issuer)
        for distrust in ClockReading.Distrust.allCases {
            // Also when it has expired by that clock, or is not valid yet: the rule is the clock.
            for seconds in [-86_400 * 300, 0, 86_400] as [Int64] {
                let reading = ClockReading(
                    milliseconds: (Family.now + seconds) * 1_000, distrust: distrust)
                #expect(
                    rule { try verifier.check(document, for: family.use(), at: reading) }
                        == .clockUntrusted)
            }
        }
        #expect(try refusal(family.token(), later: -30) == nil)
        #expect(try refusal(family.token(), later: -31) == .notYetValid)
        #expect(try refusal(family.token(life: 86_401)) == .lifeTooLong)
        #expect(try refusal(family.token(), family.use(isSensitive: true)) == .lifeTooLong)
        #expect(try refusal(action(), sensitive) == nil)
    }

    private let hash = String(repeating: "ab", count: 32)
    private var sensitive: TokenUse { family.use(isSensitive: true, actionHash: hash) }

    private func action() -> CapabilityToken {
        family.token(life: 600, oneOff: .init(action: "data.delete", actionHash: hash))
    }

    @Test("T11 what is sensitive is refused without the hash of the exact action")
    func sensitiveNeedsItsHash() throws {
        for token in [family.token(life: 600), action()] {
            #expect(try refusal(token, family.use(isSensitive: true)) == .actionDiffers)
        }
        #expect(try refusal(action(), sensitive) == nil)
    }

    @Test("T15 a kept token is read back without a clock, and no more than that")
    func keptTokens() throws {
        let verifier = try family.verifier()
        let document = action().document(signedBy: family.issuer)
        #expect(try verifier.kept(document) == action())
        #expect(
            rule { try verifier.kept(action().document(signedBy: family.stranger)) }
                == .keyUnknown)
        let revoked = try family.verifier(
            revocations: family.revocations().next(at: Family.now, tokens: [action().id]))
        #expect(rule { try revoked.kept(document) } == .tokenRevoked)
    }

    @Test("T20 a token of an issuer gone bad reaches no further than the pinned role")
    func beyondTheRole() throws {
        for subject in [">", "*", "health.>", "health.data.*", "health.data.stream", "*.data.read"]
        {
            #expect(
                try refusal(family.token(subjects: ["health.data.read", subject]))
                    == .subjectBeyondRole, "\(subject)")
        }
        #expect(try refusal(family.token(label: .restricted)) == .labelBeyondRole)
        #expect(
            try refusal(
                family.token(agent: "stranger"), family.use(sender: "stranger")) == .agentUnknown)
        let wide = family.token(
            agent: "healthypi", holder: family.healthypi,
            subjects: ["health.events.write.healthypi.>"])
        #expect(
            try refusal(
                wide,
                family.use(
                    sender: "healthypi", holder: family.healthypi,
                    subject: "health.events.write.healthypi.internal.quality", label: .internal))
                == .subjectBeyondRole)
    }

    @Test func wildcardsMatchStrictlyAndNothingIsExpanded() throws {
        let token = family.token(
            agent: "healthypi", holder: family.healthypi,
            subjects: ["health.insights.write.healthypi.internal.*"])
        func refused(_ subject: String) throws -> Rule? {
            try refusal(
                token,
                family.use(
                    sender: "healthypi", holder: family.healthypi, subject: subject,
                    label: .internal))
        }
        #expect(try refused("health.insights.write.healthypi.internal.recovery") == nil)
        for subject in [
            "health.insights.write", "health.insights.write.healthypi.internal",
            "health.insights.write.healthypi.internal.recovery.x",
            "health.insights.write.healthypi.internal.*",
            "health.insights.write.healthypi.internal.>",
            "HEALTH.insights.write.healthypi.internal.x",
            "health.insights.write.healthypi.internal.", "",
        ] {
            #expect(try refused(subject) == .subjectNotAllowed, "\(subject)")
        }
    }

    @Test("T25 what is above the token's ceiling is refused")
    func ceiling() throws {
        let token = family.token(label: .internal)
        #expect(try refusal(token, family.use(label: .internal)) == nil)
        #expect(try refusal(token, family.use(label: .confidential)) == .labelCeiling)
        #expect(try refusal(family.token(), family.use(label: .restricted)) == .labelCeiling)
    }

    @Test("T11 a one-off token serves one action, once")
    func once() throws {
        var verifier = try family.verifier()
        let hash = String(repeating: "ab", count: 32)
        let token = family.token(
            life: 600, oneOff: .init(action: "data.delete", actionHash: hash))
        let document = token.document(signedBy: family.issuer)
        func attempt(_ actionHash: String?) -> Rule? {
            rule {
                try verifier.check(
                    document, for: family.use(isSensitive: true, actionHash: actionHash),
                    at: Family.clock())
            }
        }
        #expect(attempt(nil) == .actionDiffers)
        #expect(attempt(String(repeating: "cd", count: 32)) == .actionDiffers)
        #expect(attempt(hash) == nil)
        try verifier.spend(token, at: Family.clock())
        #expect(attempt(hash) == .usesSpent)
        #expect(rule { try verifier.spend(token, at: Family.clock()) } == .usesSpent)
        // A token for everything is none for an action.
        #expect(
            try refusal(
                family.token(life: 600), family.use(isSensitive: true, actionHash: hash))
                == .actionDiffers)
    }

    @Test("T21 sensitive actions stop when the list of revocations is withheld")
    func withheld() throws {
        let token = action()
        let use = sensitive
        #expect(try refusal(token, use, later: 300) == nil)
        #expect(try refusal(token, use, later: 301) == .revocationsStale)
        #expect(try refusal(family.token(), later: 301) == nil)
        let never = try family.verifier(revocations: Revocations())
        #expect(try refusal(token, signedBy: nil, use, later: 0, never) == .revocationsStale)
    }
}

extension String {
    func replacingFirst(_ text: String, with other: String) -> String {
        guard let range = firstRange(of: text) else { return self }
        return replacingCharacters(in: range, by: other)
    }

    private func firstRange(of text: String) -> Range<Index>? {
        indices.lazy.compactMap { start -> Range<Index>? in
            guard self[start...].hasPrefix(text) else { return nil }
            return start..<index(start, offsetBy: text.count)
        }.first
    }

    private func replacingCharacters(in range: Range<Index>, by other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
