import Foundation
import NATSPublishing
import Publishing
import Realm
import TestKit
import Testing

@testable import WardenCLI

/// Against a real nats-server that reads a fresh realm's nats.conf.
@Suite(.serialized) struct LiveRealmTests {
    @Test("T2 another member's publish on our subject is refused by the broker")
    func aMemberSaysWhatIsItsOwnAndNothingElse() async throws {
        let server = try RealmServer()
        try await server.provision()
        let hue = try await server.probe("hue")
        let reply = try await hue.request("lighting.events.write.hue.internal.state")
        #expect(reply?.text == #"{"stream":"AGENT_hue","seq":1}"#)
        #expect(try await !hue.publish("health.events.write.healthypi.internal.quality"))
        #expect(try await !hue.publish("lighting.events.write.hue.confidential.state"))
        #expect(try await hue.listen("_INBOX_hue.a.>"))
        #expect(try await !hue.listen("_INBOX_healthypi.>"))
    }

    /// Rows T2 to T7: what each member may do passes, what none may is refused, and the ways
    /// around lists of subjects are shut.
    @Test("T7 no member of the family gets past its list, by any way tried")
    func theWholeMatrixIsAsItShouldBe() async throws {
        let server = try RealmServer()
        try await server.provision()
        let results = try await server.matrix()
        #expect(results.filter { !$0.isRight }.map(\.cell.words) == [])
        #expect(results.count { $0.cell.isAllowed } > 500)
        #expect(results.count { !$0.cell.isAllowed } > 3_000)
        // What is tried leaves nothing behind that would change the next time.
        let again = try await server.matrix(of: "hue")
        #expect(again.allSatisfy { $0.isRight })
    }

    /// The matrix finds a configuration that allows one subject too many, by name.
    @Test func oneSubjectTooManyIsFound() async throws {
        let extra = "health.events.write.healthypi.internal.*"
        let server = try RealmServer { text in
            text.replacingOccurrences(
                of: #""lighting.events.write.hue.public.*""# + "\n            ",
                with: #""lighting.events.write.hue.public.*""#
                    + "\n            \"\(extra)\"\n            ")
        }
        try await server.provision()
        let wrong = try await server.matrix(of: "hue").filter { !$0.isRight }
        #expect(
            wrong.map { "\($0.cell.member): \($0.cell.words)" } == [
                "hue: publish health.events.write.healthypi.internal.warden-probe"
            ])
    }

    @Test func oneSubjectTooFewIsFound() async throws {
        let server = try RealmServer { text in
            text.replacingOccurrences(of: #""agents.hb.weather.*.*""# + "\n            ", with: "")
        }
        try await server.provision()
        let wrong = try await server.matrix(of: "weather").filter { !$0.isRight }
        #expect(
            wrong.map(\.cell.words) == ["publish agents.hb.weather.warden-probe.warden-probe"])
    }

    /// Were hue's account to give others what stands on their inbox in it, the broker would carry
    /// there what hue has it fetch or acknowledge, and what services answer, though hue may not
    /// publish there.
    @Test func aWayAroundTheListsIsFound() async throws {
        let server = try RealmServer { text in
            let inbox = "\"_INBOX_orchestrator.*\""
            var parts = text.components(separatedBy: "\n  \"hue\" {")
            parts[1] = Self.inserting("{stream: \(inbox)}", behind: "exports: [", parts[1])
            let mended = parts.joined(separator: "\n  \"hue\" {")
            parts = mended.components(separatedBy: "\n  \"orchestrator\" {")
            parts[1] = Self.inserting(
                "{stream: {account: hue, subject: \(inbox)}}", behind: "imports: [", parts[1])
            return parts.joined(separator: "\n  \"orchestrator\" {")
        }
        try await server.provision()
        let wrong = try await server.matrix(of: "hue").filter { !$0.isRight }
        #expect(
            wrong.map(\.cell.words) == [
                "have the broker send a stored message on _INBOX_orchestrator.warden-probe",
                "have the broker acknowledge on _INBOX_orchestrator.warden-probe",
            ])
        #expect(wrong.allSatisfy { $0.cell.hole == .brokerDeputy })
    }

    private static func inserting(_ line: String, behind mark: String, _ text: String) -> String {
        guard let place = text.range(of: mark) else { return text }
        return text.replacingCharacters(in: place, with: mark + "\n" + line)
    }

    @Test func provisioningTwiceChangesNothing() async throws {
        let server = try RealmServer()
        let maker = try server.access.streamMaker()
        let healthypi = try #require(server.realm.roles.member("healthypi"))
        for stream in MemberStream.all(of: healthypi) {
            #expect(try await maker.make(StreamMaker.Wish(stream)) == .created)
            #expect(try await maker.make(StreamMaker.Wish(stream)) == .unchanged)
            var larger = StreamMaker.Wish(stream)
            larger.bytesMax /= 2
            #expect(try await maker.make(larger) == .updated)
        }
    }

    /// The family's flat subject: headers come through, and Nats-Subject names the original, which
    /// is what the signature is over.
    @Test func anInsightIsHeardOnTheFlatSubject() async throws {
        let server = try RealmServer()
        try await server.provision()
        let notification = try await server.probe("notification")
        #expect(try await notification.listen("health.insights.write"))
        let healthypi = try await server.probe("healthypi")
        let subject = "health.insights.write.healthypi.internal.stationary"
        let reply = try await healthypi.request(
            subject, headers: ["Sa-Signature": "v1.a.b", "Nats-Msg-Id": "01A"],
            payload: Array("{}".utf8))
        #expect(reply?.text == #"{"stream":"AGENT_healthypi","seq":1}"#)
        let heard = try await notification.first("health.insights.write")
        #expect(heard?.payload == Array("{}".utf8))
        #expect(heard?.headers["Sa-Signature"] == "v1.a.b")
        #expect(heard?.headers["Nats-Msg-Id"] == "01A")
        #expect(heard?.headers["Nats-Subject"] == subject)
        // The confidential half is not repeated.
        _ = try await healthypi.request("health.insights.write.healthypi.confidential.stationary")
        _ = try await healthypi.request(subject)
        try await notification.settle()
        #expect(
            try await notification.first("health.insights.write")?.headers["Nats-Subject"]
                == subject)
        #expect(await notification.heard("health.insights.write").isEmpty)
    }

    /// A request from another account names who asks, in the broker's own words.
    @Test func whoAsksIsSaidByTheBroker() async throws {
        let server = try RealmServer()
        let healthypi = try await server.probe("healthypi")
        #expect(try await healthypi.listen("health.insights.read", group: "healthypi"))
        let workflow = try await server.probe("workflow")
        let forged = #"{"acc":"orchestrator"}"#
        _ = try await workflow.publish(
            "health.insights.read", replySubject: "_INBOX_workflow.a",
            headers: ["Nats-Request-Info": forged])
        let request = try #require(try await healthypi.first("health.insights.read"))
        let asker = request.headers["Nats-Request-Info"] ?? ""
        #expect(asker.contains(#""acc":"workflow""#))
        #expect(!asker.contains("orchestrator"))
        #expect(request.replySubject?.hasPrefix("_R_.") == true)
    }

    /// Three connections for each of max_agents (it is 1), and one more for who tests them.
    @Test func noMoreReplicasThanNamed() async throws {
        let server = try RealmServer()
        let first = try await server.probe("hue")
        let second = try await server.probe("hue")
        let third = try await server.probe("hue")
        let fourth = try await server.probe("hue")
        await #expect(throws: PublishingError.self) { _ = try await server.probe("hue") }
        for probe in [first, second, third, fourth] { try await probe.settle() }
    }

    /// Threat row T8, in part: another's certificate, or another's key, or none.
    @Test func withoutItsOwnKeyNobodyIsLetIn() async throws {
        let server = try RealmServer()
        var stranger = try server.access.settings("hue")
        stranger.login = { .address }
        await #expect(throws: PublishingError.loginRefused(broker: server.url)) {
            _ = try await AccessProbe.connect(stranger)
        }
        var bare = try server.access.settings("hue")
        bare.security?.ownCertificate = nil
        await #expect(throws: PublishingError.self) { _ = try await AccessProbe.connect(bare) }
    }
}

extension AccessProbe.Reply {
    fileprivate var text: String { String(decoding: payload, as: UTF8.self) }
}
