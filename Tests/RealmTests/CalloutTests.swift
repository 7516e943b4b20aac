import EventContract
import Foundation
import NATSPublishing
import Publishing
import TestKit
import Testing
import Trust

@testable import Realm

/// The strict profile on a real broker: a key alone lets nobody in, and a token holds its member to
/// what it names.
@Suite(.serialized, .timeLimit(.minutes(3))) struct CalloutTests {
    private struct Place {
        let folder: TemporaryFolder
        let server: NATSServer
        let callout: Program
        var realm: String { folder.path + "/realm" }

        init(_ options: String...) throws {
            folder = try TemporaryFolder()
            let port = try NATSServer.freePort()
            let realm = folder.path + "/realm"
            let made = try Program.run("healthypi-warden", "init", realm, "--port", "\(port)")
            #expect(made.status == 0, "\(made.errors)")
            let place = ProcessInfo.processInfo.environment["HEALTHYPI_NATS_SERVER"]
            let strict = try Program.run(
                "healthypi-warden", "broker", "config", realm, "--strict", "--nats-server",
                place ?? packageRoot() + "/.tools/bin/nats-server")
            #expect(strict.status == 0, "\(strict.errors)")
            let file = realm + "/nats.conf"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            // Where it stores is the test's to say, on the command line.
            let lines = text.components(separatedBy: "\n").filter { !$0.contains("store_dir:") }
            try lines.joined(separator: "\n").write(
                toFile: file, atomically: false, encoding: .utf8)
            server = try NATSServer(
                .pinned, port: port, options: ["-c", file], root: packageRoot())
            callout = try Program(
                "healthypi-warden", ["broker", "callout", "--realm", realm] + options)
        }

        func token(_ member: String, _ arguments: String...) throws -> String {
            let issued = try Program(
                "healthypi-warden",
                ["token", "issue", "--realm", realm, "--agent", member] + arguments
            ).finish()
            #expect(issued.status == 0, "\(issued.errors)")
            return issued.text.trimmingCharacters(in: .newlines)
        }

        /// - Parameter key: whose login it has, if not its own.
        func link(_ member: String, token: String?, key: String? = nil) throws -> BrokerLink {
            let login = try #require(
                NKey(
                    seedText: try String(
                        contentsOfFile: "\(realm)/keys/\(key ?? member)/nkey.seed",
                        encoding: .utf8)))
            var settings = BrokerSettings(
                broker: try BrokerURL("tls://127.0.0.1:\(server.port)"),
                agent: try AgentName(member),
                security: BrokerSecurity(
                    authorityFile: realm + "/ca/ca.crt",
                    ownCertificate: .init(
                        certificateFile: "\(realm)/keys/\(key ?? member)/client.crt",
                        keyFile: "\(realm)/keys/\(key ?? member)/client.key")),
                login: {
                    .nkey(
                        BrokerNKey(
                            publicKey: login.publicText, sign: { login.signature(of: $0) }))
                })
            settings.token = {
                token.map { CapabilityToken.loginText(of: Array($0.utf8)) }
            }
            return BrokerLink(settings)
        }

        /// The line with which the callout tells what became of a connection.
        func told(_ line: String, after before: Int) throws -> Bool {
            try awaitCondition {
                let lines = try callout.errorsSoFar().split(separator: "\n")
                return lines.dropFirst(before).contains { $0.contains(line) }
            }
        }

        var text: String { (try? callout.errorsSoFar()) ?? "" }

        var linesTold: Int {
            get throws { try callout.errorsSoFar().split(separator: "\n").count }
        }
    }

    private func connects(_ link: BrokerLink) async throws -> Bool {
        let running = Task { await link.run() }
        defer { running.cancel() }
        let notices = link.notices
        var isIn: Bool?
        for await notice in notices {
            switch notice {
            case .connected: isIn = true
            case .waiting, .stopped: isIn = false
            default: continue
            }
            break
        }
        await link.stop()
        await running.value
        return isIn == true
    }

    @Test("T8 another's key with the same token, or none, is not let in")
    func whoIsLetIn() async throws {
        let place = try Place()
        let right = try place.token(
            "orchestrator", "--subject", "health.data.read", "--subject", "health.insights.read")
        // The callout is there once somebody is let in.
        var isIn = false
        let deadline = ContinuousClock.now + .seconds(30)
        while !isIn, ContinuousClock.now < deadline {
            isIn = try await connects(place.link("orchestrator", token: right))
        }
        #expect(isIn, "\(place.text)")

        for (link, rule) in [
            (try place.link("orchestrator", token: nil), "token_missing"),
            (try place.link("workflow", token: right), "agent_differs"),
            (try place.link("orchestrator", token: right, key: "workflow"), "agent_differs"),
            (try place.link("orchestrator", token: "nonsense"), "not_an_object"),
            (
                try place.link(
                    "orchestrator",
                    token: place.token("orchestrator", "--subject", "health.data.read", "--plain")
                ), "version_zero_off"
            ),
            (
                try place.link(
                    "orchestrator",
                    token: place.token(
                        "orchestrator", "--subject", "health.data.read", "--audience", "hue")),
                "audience_differs"
            ),
        ] {
            let before = try place.linesTold
            #expect(try await !connects(link), "\(rule)")
            #expect(
                try place.told("refused: \(rule)", after: before),
                "\(place.text)")
        }
        let id = try CapabilityToken.unverified(Array(right.utf8)).id
        let revoked = try Program.run(
            "healthypi-warden", "token", "revoke", "--realm", place.realm, "--token", id)
        #expect(revoked.status == 0)
        #expect(try await !connects(place.link("orchestrator", token: right)))
        place.callout.send(SIGKILL)
        _ = try place.callout.finish()
    }

    @Test("T8 a token is refreshed before it ends, and one that was revoked is not")
    func refreshed() async throws {
        let place = try Place("--refresh")
        let file = place.realm + "/keys/orchestrator/connect.token"
        func shown() throws -> String {
            try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        }
        let first = try place.token(
            "orchestrator", "--subject", "health.data.read", "--seconds", "6")
        try Data((first + "\n").utf8).write(to: URL(fileURLWithPath: file))
        #expect(chmod(file, 0o600) == 0)
        #expect(try awaitCondition(within: .seconds(60)) { try shown() != first })
        let next = try CapabilityToken.unverified(Array(try shown().utf8))
        let old = try CapabilityToken.unverified(Array(first.utf8))
        #expect(next.subjects == old.subjects && next.lifeSeconds == 6)
        #expect(next.start < old.expiration)
        #expect(try await connects(place.link("orchestrator", token: shown())))
        let revoked = try Program.run(
            "healthypi-warden", "token", "revoke", "--realm", place.realm, "--agent",
            "orchestrator")
        #expect(revoked.status == 0, "\(revoked.errors)")
        #expect(
            try awaitCondition(within: .seconds(60)) {
                try place.callout.errorsSoFar().contains("orchestrator is not refreshed")
            })
        place.callout.send(SIGKILL)
        _ = try place.callout.finish()
    }

    @Test("T20 a token of an issuer gone bad reaches no further than the role, at the broker too")
    func noFurtherThanTheRole() throws {
        let folder = try TemporaryFolder()
        let realm = try Realm(at: RealmMaker(now: Date()).make(at: folder.path + "/realm"))
        let clock = ClockReading(
            milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let keyring = try realm.keyring()
        var callout = Callout(
            realm.roles, publicKeys: try realm.publicKeys(),
            key: try #require(CalloutKey(seed: Array(repeating: 7, count: 32))),
            tokens: TokenVerifier(
                audience: Callout.audience, issuer: "orchestrator", keyring: keyring,
                ceilings: realm.roles.ceilings,
                revocations: try realm.revocations(keyring, at: clock)))
        // Nothing but a broker's own signed question has an answer.
        for text in ["", "a.b.c", "e30.e30.e30", String(repeating: ".", count: 70_000)] {
            #expect(callout.answer(text, id: "01JD0000", at: clock)?.line == nil)
        }
        let wide = CapabilityToken(
            id: "01JD0000000000000000000000", issuer: "orchestrator", agent: "hue",
            holder: try realm.messagePublicKey("hue"), subjects: [Subject(">")],
            start: clock.seconds, expiration: clock.seconds + 60, epoch: 0, labelMax: .internal)
        #expect(
            throws: Refusal(
                .subjectBeyondRole, "hue's role does not send on >.")
        ) {
            try callout.welcome(
                "hue",
                token: CapabilityToken.loginText(
                    of: wide.document(signedBy: realm.grantingKey("issuer"))), at: clock)
        }
        let narrow = try TokenIssuer(
            name: "orchestrator", ceilings: realm.roles.ceilings, revocations: Revocations()
        ).token(
            .init(
                agent: "orchestrator", holder: try realm.messagePublicKey("orchestrator"),
                subjects: [Subject("health.data.read")]), id: "01JD0000000000000000000001",
            at: clock.seconds)
        let welcome = try callout.welcome(
            "orchestrator",
            token: CapabilityToken.loginText(
                of: narrow.document(signedBy: realm.grantingKey("issuer"))), at: clock)
        #expect(welcome.account == "orchestrator")
        // Asked again after a quarter of an hour, whatever the token says.
        #expect(narrow.expiration > clock.seconds + 900)
        #expect(welcome.expiration == clock.seconds + 900)
        let brief = try TokenIssuer(
            name: "orchestrator", ceilings: realm.roles.ceilings, revocations: Revocations()
        ).token(
            .init(
                agent: "orchestrator", holder: try realm.messagePublicKey("orchestrator"),
                subjects: [Subject("health.data.read")], life: 60),
            id: "01JD0000000000000000000002", at: clock.seconds)
        #expect(
            try callout.welcome(
                "orchestrator",
                token: CapabilityToken.loginText(
                    of: brief.document(signedBy: realm.grantingKey("issuer"))), at: clock
            ).expiration == brief.expiration)
        // A token for one action is shown with that action, and nowhere else.
        let oneOff = CapabilityToken(
            id: "01JD0000000000000000000003", issuer: "orchestrator", agent: "orchestrator",
            holder: try realm.messagePublicKey("orchestrator"),
            subjects: [Subject("health.data.export")], start: clock.seconds,
            expiration: clock.seconds + 60, epoch: 0, labelMax: .internal,
            oneOff: .init(
                action: "data.export_raw", actionHash: String(repeating: "a", count: 64)))
        #expect(
            throws: Refusal(.actionDiffers, "A token for one action lets nobody in.")
        ) {
            try callout.welcome(
                "orchestrator",
                token: CapabilityToken.loginText(
                    of: oneOff.document(signedBy: realm.grantingKey("issuer"))), at: clock)
        }
        #expect(welcome.publish.contains("health.data.read"))
        // What its role sends and the token does not name is not allowed.
        for subject in ["health.insights.read", "system.lockdown", "approvals.decision.*.*"] {
            #expect(!welcome.publish.contains(subject), "\(subject)")
        }
        #expect(welcome.subscribe.contains("_INBOX_orchestrator.>"))
        // Who sends nothing has no token, and says nothing.
        let observer = try callout.welcome("observer", token: nil, at: clock)
        #expect(observer.expiration == clock.seconds + 900)
        #expect(!observer.publish.contains { $0.hasPrefix("health.") })
        #expect(
            throws: Refusal(.tokenMissing, "hue shows no token.")
        ) { try callout.welcome("hue", token: nil, at: clock) }
    }
}
