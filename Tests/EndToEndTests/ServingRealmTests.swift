import EventContract
import Foundation
import Publishing
import Storage
import Synchronization
import TestKit
import Testing
import Trust

@testable import Agent
@testable import NATSPublishing

/// What an agent answers in a realm as `healthypi-warden init` makes it: every member has an account
/// of its own, and the broker says who asks.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ServingRealmTests {
    private struct RealmPlace {
        let folder: TemporaryFolder
        let server: NATSServer
        var realm: String { folder.path + "/realm" }
        var url: String { "tls://127.0.0.1:\(server.port)" }

        func access(_ member: String) throws -> BrokerAccess {
            try BrokerAccess(url: url, agent: member, login: realm + "/keys/" + member)
        }

        func asker(_ member: String) throws -> Asker {
            try Asker(try access(member).settings, inbox: "_INBOX_\(member).asked")
        }
    }

    /// - Parameter roles: done to roles.yaml before the broker's configuration is written.
    private func realm(_ roles: ((String) -> String)? = nil) throws -> RealmPlace {
        let folder = try TemporaryFolder()
        let port = try NATSServer.freePort()
        let realm = folder.path + "/realm"
        let made = try Program.run("healthypi-warden", "init", realm, "--port", "\(port)")
        #expect(made.status == 0, "\(made.errors)")
        if let roles {
            let file = realm + "/roles.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try roles(text).write(toFile: file, atomically: false, encoding: .utf8)
            let place = ProcessInfo.processInfo.environment["HEALTHYPI_NATS_SERVER"]
            let written = try Program.run(
                "healthypi-warden", "broker", "config", realm, "--nats-server",
                place ?? packageRoot() + "/.tools/bin/nats-server")
            #expect(written.status == 0, "\(written.errors)")
        }
        let file = realm + "/nats.conf"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        // Where it stores is the test's to say, on the command line.
        let lines = text.components(separatedBy: "\n").filter { !$0.contains("store_dir:") }
        try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        let server = try NATSServer(
            .pinned, port: port, options: ["-c", file], root: packageRoot())
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--realm", realm)
        #expect(provision.status == 0, "\(provision.errors)")
        return RealmPlace(folder: folder, server: server)
    }

    private let ceilings: [String: Label] = [
        "orchestrator": .confidential, "workflow": .internal, "observer": .internal,
    ]

    private func awaitService(_ asker: Asker) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let answer = try await asker.ask("health.insights.read", "{}", seconds: 2)
            if let answer, !answer.payload.isEmpty { return }
        }
        throw CocoaError(.coderValueNotFound)
    }

    @Test func eachMemberSeesWhatItsRoleAllows() async throws {
        let realm = try realm()
        let place = try ServingPlace()
        let told = ToldTexts()
        let service = try await place.service(
            try realm.access("healthypi"), { $0.memberCeilings = ceilings }, tell: told.add)
        let orchestrator = try realm.asker("orchestrator")
        try await awaitService(orchestrator)
        let workflow = try realm.asker("workflow")

        let points = try #require(
            try await orchestrator.ask("health.data.read", #"{"kinds":["hr"]}"#))
        #expect(try ServedPage(points).ids == place.ids(".event.hr."))
        let all = try #require(try await orchestrator.ask("health.insights.read", "{}"))
        #expect(
            try ServedPage(all).ids.sorted()
                == (place.ids(".insight.") + place.ids(".nudge.")).sorted())
        // Its ceiling is internal: sentences without measured numbers, and nothing else.
        let some = try #require(try await workflow.ask("health.insights.read", "{}"))
        let page = try ServedPage(some)
        #expect(page.ids.sorted() == place.ids(".nudge.").sorted())
        #expect(page.insights?.allSatisfy { $0.dataclassification == .internal } == true)
        // It says that it is somebody else.
        let forged = try #require(
            try await workflow.ask(
                "health.insights.read", "{}",
                headers: [("Nats-Request-Info", #"{"acc":"orchestrator"}"#)]))
        #expect(try ServedPage(forged).ids.sorted() == place.ids(".nudge.").sorted())

        // The broker itself keeps out whoever has no part in it.
        try await workflow.send("health.data.read", Array("{}".utf8))
        #expect(try await workflow.wasRefused())
        let hue = try realm.asker("hue")
        for subject in ["health.data.read", "health.insights.read", "$SRV.PING.healthypi"] {
            try await hue.send(subject, Array("{}".utf8))
            #expect(try await hue.wasRefused(), "\(subject)")
        }

        let export = try #require(try await orchestrator.ask("health.data.export", "{}"))
        #expect(export.rule == "approval_required")
        #expect(export.headers["Nats-Service-Error-Code"] == "202")
        let status = try await orchestrator.ask(
            "agents.status.healthypi.default.\(place.store.instance.uuid)", "")
        #expect(status?.text.contains(#""agent":"healthypi""#) == true)
        let statusSubject = "agents.status.healthypi.default.\(place.store.instance.uuid)"
        let key = try messageKey(realm)
        #expect(try statement(of: status, on: statusSubject, by: key).agent == "healthypi")
        for verb in ["PING", "INFO", "STATS"] {
            let answer = try await orchestrator.ask("$SRV.\(verb).healthypi", "")
            #expect(answer?.text.contains(service.identifier) == true, "\(verb)")
        }
        let observer = try realm.asker("observer")
        try await observer.listen("agents.hb.*.*.*")
        service.note(.measuring, session: nil)
        let beat = await observer.heard("agents.hb.*.*.*") { $0.text.contains("measuring") }
        let said = try statement(of: beat, on: try #require(beat?.subject), by: key)
        #expect(said.agent == "healthypi" && said.sequence > 1 && said.request == nil)
        // Another's subject, or another's words, is not what was signed.
        #expect(throws: SignatureProblem.subjectDiffers) {
            _ = try statement(of: beat, on: statusSubject, by: key)
        }
        await service.finish()
        // Everything that is served may be served: nothing was refused.
        #expect(told.all == [])
        let own = try realm.asker("healthypi")
        let state = try await own.ask(
            "$JS.API.DIRECT.GET.KV_agent_healthypi.$KV.agent_healthypi.state", "")
        #expect(state?.text.contains(#""state":"stopping""#) == true)
    }

    private func messageKey(_ realm: RealmPlace) throws -> MessagePublicKey {
        let file = realm.realm + "/keys/healthypi/message.key"
        return try #require(
            MessageKey(seedText: try String(contentsOfFile: file, encoding: .utf8))
        ).publicKey
    }

    private func statement(
        of message: IncomingMessage?, on subject: String, by key: MessagePublicKey
    ) throws -> MessageStatement {
        let message = try #require(message)
        return try MessageVerifier(keys: [("healthypi", key)]).verify(
            header: message.headers[MessageSigner.headerName], subject: subject,
            payload: message.payload)
    }

    /// Threat row T4, in a realm: the broker puts a reply subject of its own in place of the asker's,
    /// so that the answer ends up in the asker's own account, wherever it wanted it.
    @Test func aReplySubjectOfTheAskersChoosingReachesNobodyElse() async throws {
        let realm = try realm()
        let place = try ServingPlace()
        let service = try await place.service(
            try realm.access("healthypi"), { $0.memberCeilings = ceilings })
        let orchestrator = try realm.asker("orchestrator")
        try await awaitService(orchestrator)
        let own = try realm.asker("healthypi")
        for reply in [
            "health.events.write.healthypi.internal.quality", "_INBOX_healthypi.asked.1",
            "$KV.agent_healthypi.state",
        ] {
            try await orchestrator.send("health.data.read", Array("{}".utf8), reply: reply)
        }
        #expect(try await orchestrator.ask("health.data.read", "{}")?.rule == nil)
        let first = try await own.ask("$JS.API.DIRECT.GET.AGENT_healthypi", #"{"seq":1}"#)
        #expect(first?.payload.isEmpty == true)
        #expect(try await own.collect(1, seconds: 0.2).isEmpty)
        await service.finish()
    }

    /// Somebody whom the broker lets ask, and whom the agent's roles do not name.
    @Test func whoIsNotInTheRolesIsTurnedAway() async throws {
        let realm = try realm()
        let place = try ServingPlace()
        let service = try await place.service(
            try realm.access("healthypi"), { $0.memberCeilings = ["workflow": .internal] })
        let workflow = try realm.asker("workflow")
        try await awaitService(workflow)
        let orchestrator = try realm.asker("orchestrator")
        for subject in ["health.data.read", "health.insights.read", "health.data.export"] {
            #expect(try await orchestrator.ask(subject, "{}")?.rule == "asker_unknown")
        }
        await service.finish()
    }

    /// A realm's own roles, as `run` and `serve` read them: a ceiling of internal, and a right to ask
    /// for what is confidential.
    @Test func theProgramServesByTheRealmsOwnRoles() async throws {
        let realm = try realm { text in
            var parts = text.components(separatedBy: "    request:\n      - health.insights.read\n")
            parts[0] += "    request:\n      - health.data.read\n      - health.insights.read\n"
            return parts.joined()
        }
        let place = try ServingPlace()
        let serve = try Program(
            "healthypi-agent",
            [
                "serve", "--broker", realm.url, "--login", realm.realm + "/keys/healthypi",
                "--state", place.directory,
            ])
        let workflow = try realm.asker("workflow")
        try await awaitService(workflow)
        #expect(
            try ServedPage(
                try #require(try await workflow.ask("health.insights.read", "{}"))
            ).ids.sorted() == place.ids(".nudge.").sorted())
        #expect(
            try await workflow.ask("health.data.read", #"{"kinds":["hr"]}"#)?.rule
                == "label_ceiling")
        serve.send(SIGINT)
        let outcome = try serve.finish()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.errors == "")
        // It wrote nothing: neither keys nor values.
        let files = try FileManager.default.contentsOfDirectory(atPath: place.directory)
        #expect(!files.contains("bucket.key"))
    }
}

/// What a person was told.
final class ToldTexts: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }
    var add: @Sendable (String) -> Void { { text in self.texts.withLock { $0.append(text) } } }
}
