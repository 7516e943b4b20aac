import Dashboard
import Foundation
import Glibc
import TestKit
import Testing

@testable import NATSPublishing

/// Agent, warden and broker as they are installed: asked for, shown, decided, done once.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ApprovalProgramTests {
    @Test("T11 an export is shown in words, approved with a reason, sealed, and made once")
    func export() async throws {
        let realm = try ApprovalRealm()
        let agent = try realm.agent()
        let orchestrator = try realm.requester()
        try await orchestrator.asker.listen("approvals.outcome.healthypi.*")
        let key = realm.folder.path + "/export.key"
        let made = try realm.warden("key", key)
        #expect(made.status == 0, "\(made.errors)")
        let sealTo = made.lines.first ?? ""
        let wish = #"{"recording":"R","seal_to":"\#(sealTo)"}"#
        let id = try await realm.ask("health.data.export", wish, as: orchestrator)

        let shown = try realm.warden("show", id, "--realm", realm.realm, "--wait", "60")
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.text.contains("asked of healthypi by orchestrator"))
        #expect(shown.text.contains("Export of the recording R of person"))
        #expect(shown.text.contains("2 items, 18 bytes, label restricted"))
        // Who shows it says so, and the agent knows that it was delivered.
        #expect(
            try awaitCondition(within: .seconds(60)) {
                let approval = try realm.task(id)["approval"] as? [String: Any]
                return approval?["delivered"] as? Bool == true
            })
        let unreasoned = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", " ", "--wait", "60")
        #expect(unreasoned.status == 2)
        #expect(unreasoned.errors.contains("A decision needs a reason, whichever it is."))

        let approved = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "for a second opinion", "--wait",
            "60")
        #expect(approved.status == 0, "\(approved.errors)")
        let said = try agent.errorsSoFar()
        #expect(approved.text.contains("\(id) is completed: Sealed to "), "\(approved.text)\(said)")
        let export = realm.state + "/exports/" + id
        let opened = try realm.warden(
            "open", export, "--key", key, "--output", realm.folder.path + "/opened", "--realm",
            realm.realm)
        #expect(opened.status == 0, "\(opened.errors)")
        for name in ["R.hea", "R.dat"] {
            let original = try Data(contentsOf: URL(fileURLWithPath: realm.recording + "/" + name))
            let copy = try Data(
                contentsOf: URL(fileURLWithPath: realm.folder.path + "/opened/" + name))
            #expect(copy == original)
        }
        let other = realm.folder.path + "/other.key"
        _ = try realm.warden("key", other)
        let closed = try realm.warden(
            "open", export, "--key", other, "--output", realm.folder.path + "/no", "--realm",
            realm.realm)
        #expect(closed.status == 65)
        #expect(closed.errors.contains("sealed to another key"))

        // A second time: nobody shows it any more, and the agent does not do it.
        let again = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "again", "--wait", "1")
        #expect(again.status == 69)
        let refused = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "again", "--socket", realm.socket)
        #expect(refused.status == 69)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: realm.state + "/exports") == [id])
        #expect(try realm.task(id)["state"] as? String == "completed")
        agent.send(SIGINT)
        #expect(try agent.finish().status == 130)
    }

    @Test("T11 a wish survives the agent's death, and is denied or done afterwards")
    func survives() async throws {
        let realm = try ApprovalRealm()
        let first = try realm.agent()
        let orchestrator = try realm.requester()
        let denied = try await realm.ask(
            "health.data.delete", #"{"recording":"R"}"#, as: orchestrator)
        first.send(SIGKILL)
        _ = try first.finish()
        let agent = try realm.agent()
        let listed = try Program.run("healthypi-agent", "approvals", "--state", realm.state)
        #expect(listed.status == 0)
        #expect(listed.text.contains(denied))
        #expect(listed.text.contains("Erasure of the recording R"))
        let deny = try realm.warden(
            "deny", denied, "--realm", realm.realm, "--reason", "it is mine", "--wait", "60")
        #expect(deny.status == 0, "\(deny.errors)")
        #expect(deny.text.contains("\(denied) is denied: it is mine"), "\(deny.text)")
        #expect(access(realm.recording, F_OK) == 0)

        let id = try await realm.ask(
            "health.data.delete", #"{"recording":"R"}"#, as: orchestrator)
        #expect(id != denied)
        let approve = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "no longer needed", "--as",
            "second-approver", "--wait", "60")
        #expect(approve.text.contains("\(id) is completed: Erased 18 bytes"), "\(approve.text)")
        #expect(access(realm.recording, F_OK) != 0)
        let gone = try await orchestrator.ask("health.data.delete", #"{"recording":"R"}"#)
        #expect(gone?.text.contains("was erased (approval \(id))") == true, "\(gone?.text ?? "")")
        agent.send(SIGINT)
        _ = try agent.finish()
    }

    @Test("T8 a wish unsigned, with a narrower token, said twice or too often asks nobody")
    func badWishes() async throws {
        let realm = try ApprovalRealm()
        let agent = try realm.agent()
        let orchestrator = try realm.requester()
        let wish = #"{"recording":"R"}"#
        let id = try await realm.ask("health.data.delete", wish, as: orchestrator)
        // Another wish, so that an answer with that id would be a mistake.
        let other = #"{"what":"baseline"}"#
        func rule(_ headers: [(name: String, value: String)]) async throws -> String? {
            try await orchestrator.asker.ask("health.data.delete", other, headers: headers)?.rule
        }
        #expect(try await rule([]) == "signature_missing")
        let untold = Requester(
            asker: orchestrator.asker, signer: orchestrator.signer, token: nil)
        #expect(try await rule(untold.headers("health.data.delete", other)) == "token_missing")
        let narrow = Requester(
            asker: orchestrator.asker, signer: orchestrator.signer,
            token: try realm.place.token("orchestrator", ["health.data.export"]))
        #expect(
            try await rule(narrow.headers("health.data.delete", other)) == "subject_not_allowed")
        // Signed for another wish.
        let right = orchestrator.headers("health.data.delete", wish)
        #expect(try await rule(right) == "payload_differs")
        let said = try await orchestrator.asker.ask(
            "health.data.delete", wish, headers: right)
        #expect(said?.rule == "approval_required")
        let again = try await orchestrator.asker.ask(
            "health.data.delete", wish, headers: right)
        #expect(again?.rule == "replayed")
        let stream = try await realm.place.asker("orchestrator").ask("health.data.stream", "{}")
        #expect(stream?.rule == "signature_missing")
        var rules: Set<String> = []
        for _ in 0..<31 {
            rules.insert(
                try await orchestrator.ask("health.data.delete", wish)?.rule ?? "none")
        }
        #expect(rules == ["approval_required", "budget_spent"])
        let listed = try Program.run("healthypi-agent", "approvals", "--state", realm.state)
        #expect(listed.text.contains(id))
        #expect(listed.text.components(separatedBy: "Erasure of").count == 2, "\(listed.text)")
        let log = try String(
            contentsOfFile: realm.state + "/decisions.jsonl", encoding: .utf8)
        #expect(log.contains(#""credential":"signature_missing""#))
        #expect(log.contains(#""operation":"data.delete""#))
        agent.send(SIGINT)
        _ = try agent.finish()
    }

    @Test("T11 what nobody decides expires, and is no denial")
    func expires() async throws {
        let realm = try ApprovalRealm(", approval_s: 1")
        let agent = try realm.agent()
        let orchestrator = try realm.requester()
        try await orchestrator.asker.listen("approvals.outcome.healthypi.*")
        let id = try await realm.ask(
            "health.data.delete", #"{"recording":"R"}"#, as: orchestrator)
        let outcome = await orchestrator.asker.heard("approvals.outcome.healthypi.*", seconds: 60) {
            $0.text.contains(id)
        }
        #expect(outcome?.text.contains(#""outcome":"expired_undecided""#) == true)
        #expect(try realm.task(id)["state"] as? String == "expired_undecided")
        #expect(access(realm.recording, F_OK) == 0)
        let late = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "late", "--wait", "1")
        #expect(late.status == 69)
        agent.send(SIGINT)
        _ = try agent.finish()
    }

    @Test("T20 without a broker the socket takes a wish and a signed decision, and grants nothing")
    func socket() throws {
        let realm = try ApprovalRealm(", erase_quorum: 2")
        let agent = try realm.agent(hasBroker: false)
        let door = DoorClient(path: realm.socket, withinSeconds: 60)
        let asked = try door.post(
            "/v1/task", json: Array(#"{"kind":"delete","recording":"R"}"#.utf8))
        #expect(asked.status == 202)
        let task = try #require(
            try JSONSerialization.jsonObject(with: Data(asked.body)) as? [String: Any])
        let id = try #require(task["id"] as? String)
        #expect(try door.post("/v1/task/\(id)/approve", json: Array("{}".utf8)).status == 400)
        let list = try realm.warden("list", "--realm", realm.realm, "--socket", realm.socket)
        #expect(list.text.contains("two have to agree"), "\(list.text)\(list.errors)")
        let one = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "yes", "--socket", realm.socket,
            "--wait", "0.2")
        #expect(one.text.contains("How it ends is not known yet."), "\(one.text)\(one.errors)")
        let twice = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "yes", "--socket", realm.socket)
        #expect(twice.status == 77)
        #expect(twice.errors.contains("approver_twice: This approver has agreed already."))
        #expect(access(realm.recording, F_OK) == 0)
        let second = try realm.warden(
            "approve", id, "--realm", realm.realm, "--reason", "yes", "--as", "second-approver",
            "--socket", realm.socket, "--wait", "60")
        #expect(second.text.contains("\(id) is completed"), "\(second.text)\(second.errors)")
        #expect(access(realm.recording, F_OK) != 0)
        let approvals = try Program.run(
            "healthypi-agent", "approvals", "--state", realm.state, "--all")
        #expect(approvals.text.contains("completed"), "\(approvals.text)")
        agent.send(SIGINT)
        _ = try agent.finish()
    }
}
