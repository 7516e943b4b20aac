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
    private let ceilings: [String: Label] = [
        "orchestrator": .confidential, "workflow": .internal, "observer": .internal,
    ]

    private func serve(
        _ place: ServingPlace, in realm: RealmPlace, _ ceilings: [String: Label],
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> AgentService {
        try await place.service(
            try realm.access("healthypi"), granting: realm.granting(self.ceilings),
            { $0.memberCeilings = ceilings }, tell: tell)
    }

    @Test func eachMemberSeesWhatItsRoleAllows() async throws {
        let realm = try RealmPlace()
        let place = try ServingPlace()
        let told = ToldTexts()
        let service = try await serve(place, in: realm, ceilings, tell: told.add)
        let orchestrator = try realm.requester("orchestrator")
        try await orchestrator.awaitService()
        let workflow = try realm.requester("workflow")

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
                more: [("Nats-Request-Info", #"{"acc":"orchestrator"}"#)]))
        #expect(try ServedPage(forged).ids.sorted() == place.ids(".nudge.").sorted())

        // The broker itself keeps out whoever has no part in it.
        try await workflow.asker.send("health.data.read", Array("{}".utf8))
        #expect(try await workflow.asker.wasRefused())
        let hue = try realm.asker("hue")
        for subject in ["health.data.read", "health.insights.read", "$SRV.PING.healthypi"] {
            try await hue.send(subject, Array("{}".utf8))
            #expect(try await hue.wasRefused(), "\(subject)")
        }

        let export = try #require(try await orchestrator.ask("health.data.export", "{}"))
        #expect(export.rule == "approval_required")
        #expect(export.headers["Nats-Service-Error-Code"] == "202")
        let status = try await orchestrator.asker.ask(
            "agents.status.healthypi.default.\(place.store.instance.uuid)", "")
        #expect(status?.text.contains(#""agent":"healthypi""#) == true)
        let statusSubject = "agents.status.healthypi.default.\(place.store.instance.uuid)"
        let key = try messageKey(realm)
        #expect(try statement(of: status, on: statusSubject, by: key).agent == "healthypi")
        for verb in ["PING", "INFO", "STATS"] {
            let answer = try await orchestrator.asker.ask("$SRV.\(verb).healthypi", "")
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
        let realm = try RealmPlace()
        let place = try ServingPlace()
        let service = try await serve(place, in: realm, ceilings)
        let orchestrator = try realm.requester("orchestrator")
        try await orchestrator.awaitService()
        let own = try realm.asker("healthypi")
        for reply in [
            "health.events.write.healthypi.internal.quality", "_INBOX_healthypi.asked.1",
            "$KV.agent_healthypi.state",
        ] {
            try await orchestrator.asker.send(
                "health.data.read", Array("{}".utf8), reply: reply,
                headers: orchestrator.headers("health.data.read", "{}"))
        }
        #expect(try await orchestrator.ask("health.data.read", "{}")?.rule == nil)
        let first = try await own.ask("$JS.API.DIRECT.GET.AGENT_healthypi", #"{"seq":1}"#)
        #expect(first?.payload.isEmpty == true)
        #expect(try await own.collect(1, seconds: 0.2).isEmpty)
        await service.finish()
    }

    /// Somebody whom the broker lets ask, and whom the agent's roles do not name.
    @Test func whoIsNotInTheRolesIsTurnedAway() async throws {
        let realm = try RealmPlace()
        let place = try ServingPlace()
        let service = try await serve(place, in: realm, ["workflow": .internal])
        let workflow = try realm.requester("workflow")
        try await workflow.awaitService()
        let orchestrator = try realm.requester("orchestrator")
        for subject in ["health.data.read", "health.insights.read", "health.data.export"] {
            #expect(try await orchestrator.ask(subject, "{}")?.rule == "asker_unknown")
        }
        await service.finish()
    }

    /// A realm's own roles, as `run` and `serve` read them: a ceiling of internal, and a right to ask
    /// for what is confidential.
    @Test func theProgramServesByTheRealmsOwnRoles() async throws {
        let realm = try RealmPlace { text in
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
                "--config",
                try realm.folder.write("security: {trust_clock: true}", to: "agent.yaml"),
            ])
        let workflow = Requester(
            asker: try realm.asker("workflow"), signer: try realm.signer("workflow"),
            token: try realm.token(
                "workflow", ["health.data.read", "health.insights.read"]))
        try await workflow.awaitService()
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
