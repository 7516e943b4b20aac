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

/// What an agent answers on a real broker without accounts.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ServingTests {
    private func server() throws -> NATSServer {
        try NATSServer(.pinned, port: nil, root: packageRoot())
    }

    private func access(_ server: NATSServer) throws -> BrokerAccess {
        try BrokerAccess(url: server.url, agent: "healthypi")
    }

    private func asker(_ server: NATSServer, _ name: String = "tester") throws -> Asker {
        try Asker(
            BrokerSettings(broker: BrokerURL(server.url), agent: AgentName(name)),
            inbox: "_INBOX_\(name).asked")
    }

    /// Nobody tells when the subscriptions are there: it is asked until somebody answers.
    private func awaitService(_ asker: Asker, _ subject: String = "$SRV.PING.healthypi")
        async throws
        -> IncomingMessage
    {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let answer = try await asker.ask(subject, "", seconds: 2), !answer.payload.isEmpty {
                return answer
            }
        }
        throw CocoaError(.coderValueNotFound)
    }

    private func pages(
        _ asker: Asker, _ what: ReadSubject, countMax: Int, judge: inout SchemaJudge
    ) async throws -> [String] {
        var (ids, cursor): ([String], String?) = ([], nil)
        repeat {
            let tail = cursor.map { #","cursor":"\#($0)""# } ?? ""
            let body = #"{"max_points":\#(countMax)\#(tail)}"#
            judge.take(Array(body.utf8), as: "request." + what.rawValue.dropFirst(7))
            let answer = try #require(try await asker.ask(what.rawValue, body))
            judge.take(answer.payload, as: "answer." + what.rawValue.dropFirst(7))
            #expect(answer.payload.count <= 65_536)
            let page = try ServedPage(answer)
            ids += page.ids
            cursor = page.cursor
        } while cursor != nil && ids.count < 10_000
        return ids
    }

    @Test func everyMessageIsAsItsSchemaSays() async throws {
        let server = try server()
        let place = try ServingPlace()
        let service = try await place.service(try access(server))
        let asker = try asker(server)
        var judge = SchemaJudge()
        judge.take(try await awaitService(asker).payload, as: "micro.ping")

        let measured = ReadSubject.data.kinds.flatMap { place.ids(".event.\($0).") }
        for countMax in [3, 2_000] {
            let points = try await pages(asker, .data, countMax: countMax, judge: &judge)
            #expect(points.sorted() == measured.sorted())
            let insights = try await pages(asker, .insights, countMax: countMax, judge: &judge)
            #expect(insights.sorted() == (place.ids(".insight.") + place.ids(".nudge.")).sorted())
        }
        // The very bytes that were said.
        let whole = try #require(try await asker.ask("health.insights.read", "{}")).text
        for event in place.events where event.type.contains("nudge") {
            #expect(whole.contains(String(decoding: event.payload, as: UTF8.self)))
        }

        for (subject, body, rule) in [
            ("health.data.read", "nothing", "not_understood"),
            ("health.data.read", #"{"label":"restricted"}"#, "member_unknown"),
            ("health.insights.read", #"{"kinds":["hr"]}"#, "kinds_unknown"),
            ("health.data.export", "{}", "approval_required"),
            ("health.data.delete", "{}", "approval_required"),
            ("health.data.stream", "", "approval_required"),
        ] {
            let answer = try #require(try await asker.ask(subject, body))
            #expect(answer.rule == rule)
            #expect(answer.headers["Nats-Service-Error"]?.isEmpty == false)
            #expect(
                answer.headers["Nats-Service-Error-Code"]
                    == (rule == "approval_required" ? "202" : "400"))
            judge.take(answer.payload, as: "refusal")
        }

        let status = "agents.status.healthypi.default.\(place.store.instance.uuid)"
        let answer = try #require(try await asker.ask(status, ""))
        judge.take(answer.payload, as: "agent.status")
        let told = try JSONDecoder().decode(AgentStatus.self, from: Data(answer.payload))
        #expect(told.heartbeat.state == .waiting)
        #expect(told.sequence == place.store.lastSequence)
        #expect(told.refused == 6)
        #expect(told.answered > 8)

        try await asker.listen("agents.hb.healthypi.*.*")
        service.note(.measuring, session: "SESSION")
        let beat = await asker.heard("agents.hb.healthypi.*.*") { message in
            message.text.contains(#""state":"measuring""#)
        }
        judge.take(try #require(beat).payload, as: "agent.heartbeat")

        let id = service.identifier
        for (verb, schema) in [
            ("PING", "micro.ping"), ("INFO", "micro.info"), ("STATS", "micro.stats"),
        ] {
            for subject in [
                "$SRV.\(verb)", "$SRV.\(verb).healthypi", "$SRV.\(verb).healthypi.\(id)",
            ] {
                let answer = try #require(try await asker.ask(subject, ""))
                judge.take(answer.payload, as: schema)
                let described = try JSONDecoder().decode(
                    ServiceDescription.self, from: Data(answer.payload))
                #expect(described.id == id)
                guard verb == "STATS" else { continue }
                let read = described.endpoints?.first { $0.subject == "health.data.read" }
                #expect(read?.queueGroup == "healthypi")
                #expect(read?.errors == 2)
                #expect(read?.lastError?.hasPrefix("400:The request has a member besides") == true)
                #expect((read?.averageProcessingTime ?? 0) > 0)
            }
        }
        #expect(try judge.verdict() == "")
        await service.finish()
    }

    /// Somebody who may ask names a place where the agent may speak and they may not.
    @Test("T4 reply subject as a deputy is refused")
    func anAnswerGoesToInboxesOnly() async throws {
        let server = try server()
        _ = try await StreamProvisioner(broker: try BrokerURL(server.url)).provision()
        let told = Mutex<[String]>([])
        let place = try ServingPlace()
        let service = try await place.service(
            try access(server), tell: { text in told.withLock { $0.append(text) } })
        let asker = try asker(server)
        _ = try await awaitService(asker)
        for subject in [
            "health.data.read", "health.insights.read", "health.data.delete",
            "agents.status.healthypi.default.\(place.store.instance.uuid)", "$SRV.STATS.healthypi",
        ] {
            for reply in [
                "health.events.write.healthypi.internal.quality", "system.lockdown",
                "$KV.agent_healthypi.state", "$JS.API.STREAM.DELETE.AGENT_healthypi",
                "_INBOX_healthypi.somebody.1",
            ] {
                try await asker.send(subject, Array("{}".utf8), reply: reply)
            }
            // What was asked before on the same subject has been dealt with.
            #expect(try await asker.ask(subject, "{}") != nil)
        }
        let stream = try await asker.ask("$JS.API.STREAM.INFO.AGENT_healthypi", "")
        #expect(stream?.text.contains(#""messages":0"#) == true)
        #expect(service.statistics.totals.unanswerable == 25)
        await service.finish()
        #expect(
            told.withLock { $0 } == [
                "A request on health.data.read was not answered: its reply subject is no inbox. "
                    + "Further ones are only counted.",
                "25 requests were not answered: their reply subjects are no inboxes.",
            ])
    }

    /// Every request has its answer or its refusal, and what the agent has to say
    /// is said all the same.
    @Test("T16 a flood is answered or refused, and every event still leaves")
    func aFloodIsAnsweredOrRefused() async throws {
        let server = try server()
        _ = try await StreamProvisioner(broker: try BrokerURL(server.url)).provision()
        let place = try ServingPlace(keepsForBroker: true)
        let access = try access(server)
        let delivery = try await BrokerDelivery(
            access, store: place.store, endsWhenOperatorNeeded: false)
        let service = try await place.service(access)
        let asker = try asker(server)
        _ = try await awaitService(asker)
        let store = place.store
        async let said: Void = ServingPlace.appendQuality(200, to: store)
        for _ in 0..<2_000 { try await asker.send("health.data.read", Array("{}".utf8)) }
        let answers = try await asker.collect(2_000)
        try await said
        #expect(answers.count == 2_000)
        #expect(Set(answers.map(\.subject)).count == 2_000)
        let refused = answers.filter { $0.rule != nil }
        #expect(Set(refused.map(\.rule)) == ["queue_full"])
        #expect(refused.allSatisfy { !$0.text.contains(#""retry_after_s":null"#) })
        #expect(refused.count < 2_000 && refused.count > 0)
        #expect(
            try answers.filter { $0.rule == nil }.allSatisfy { try !ServedPage($0).ids.isEmpty })
        let outcome = await delivery.finish(withinSeconds: 60)
        #expect(outcome.remaining == 0)
        await service.finish()
        let stream = try await asker.ask("$JS.API.STREAM.INFO.AGENT_healthypi", "")
        #expect(
            stream?.text.contains(#""messages":\#(place.store.lastSequence),"#) == true,
            "\(stream?.text ?? "")")
    }

    @Test func replicasOnOneDirectoryShareTheLoad() async throws {
        let server = try server()
        let place = try ServingPlace()
        let first = try await place.service(try access(server))
        let second = try await place.service(try access(server)) { $0.isReplica = true }
        let asker = try asker(server)
        for service in [first, second] {
            _ = try await awaitService(asker, "$SRV.PING.healthypi.\(service.identifier)")
        }
        for _ in 0..<30 {
            let answer = try #require(try await asker.ask("health.data.read", #"{"kinds":["hr"]}"#))
            #expect(try ServedPage(answer).ids == place.ids(".event.hr."))
        }
        let counts = [first, second].map { service in
            service.description(.stats).endpoints?.first?.requests ?? 0
        }
        #expect(counts.reduce(0, +) == 30)
        #expect(counts.allSatisfy { $0 > 0 }, "\(counts)")
        // Each of them is asked how it is.
        let uuid = place.store.instance.uuid
        let replica = try await asker.ask(
            "agents.status.healthypi.default.\(uuid)-\(second.identifier)", "")
        #expect(replica?.text.contains(#""state":"serving""#) == true)
        #expect(replica?.text.contains(#""sequence":\#(place.store.lastSequence)"#) == true)
        // One goes, the other answers on.
        await first.finish()
        #expect(try await asker.ask("health.data.read", "{}")?.rule == nil)
        await second.finish()
        #expect(try await asker.ask("health.data.read", "{}")?.payload.isEmpty == true)
    }

    /// Requests that arrive while it ends are answered, refused, or told by the broker that nobody is
    /// there: none is left without a word.
    @Test func nothingIsLostAtTheEnd() async throws {
        let server = try server()
        let place = try ServingPlace()
        let service = try await place.service(try access(server))
        let asker = try asker(server)
        _ = try await awaitService(asker)
        async let ended: Void = service.finish()
        for _ in 0..<400 {
            try await asker.send("health.data.read", Array(#"{"kinds":["hr"]}"#.utf8))
        }
        let answers = try await asker.collect(400)
        await ended
        #expect(answers.count == 400)
        #expect(
            answers.allSatisfy { answer in
                answer.payload.isEmpty || answer.rule == "queue_full" || answer.rule == "stopping"
                    || (try? ServedPage(answer).ids.isEmpty) == false
            })
    }

    /// Whatever is sent, an answer or a refusal comes, and the next request is answered as ever.
    @Test func anyBodyIsAnsweredOrRefused() async throws {
        let server = try server()
        let place = try ServingPlace()
        let service = try await place.service(try access(server)) { $0.waitingMax = 2_000 }
        let asker = try asker(server)
        _ = try await awaitService(asker)
        var generator = SeededGenerator(seed: 77)
        let whole = Array(
            #"{"kinds":["hr","eda"],"from":"1970-01-01T00:00:00Z","max_points":3}"#.utf8)
        for number in 0..<500 {
            var bytes = whole
            if number % 5 == 0 {
                bytes = (0..<Int.random(in: 0..<6_000, using: &generator)).map { _ in
                    .random(in: .min ... .max, using: &generator)
                }
            } else {
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = .random(in: .min ... .max, using: &generator)
                }
            }
            let subject = number % 2 == 0 ? "health.data.read" : "health.insights.read"
            try await asker.send(subject, bytes)
        }
        let answers = try await asker.collect(500)
        #expect(answers.count == 500)
        #expect(answers.allSatisfy { $0.rule != nil || (try? ServedPage($0)) != nil })
        #expect(answers.contains { $0.rule == "too_long" })
        #expect(try await asker.ask("health.data.read", "{}")?.rule == nil)
        await service.finish()
    }

    /// The bucket holds state in clear and baselines sealed, read by direct get and by a plain
    /// subscription.
    @Test func theBucketHoldsStateAndSealedBaselines() async throws {
        let server = try server()
        let place = try ServingPlace()
        let person = Pseudonym(person: "default", key: place.store.instance.pseudonymKey)
            .description
        try place.store.keep(
            baseline: [
                StoredBaselineRow(
                    measure: "heartRate", day: 20_000, part: 3, minute: 400, value: 61.5,
                    usable: 1, weight: 3, lastMinute: 410)
            ], person: person)
        let asker = try asker(server)
        let made = try await asker.ask(
            "$JS.API.STREAM.CREATE.KV_agent_healthypi",
            """
            {"name":"KV_agent_healthypi","subjects":["$KV.agent_healthypi.>"],"storage":"file",
             "allow_direct":true,"allow_rollup_hdrs":true,"max_msgs_per_subject":5}
            """)
        #expect(made?.text.contains("error") == false)
        let watcher = try self.asker(server, "watcher")
        let all = "$KV.agent_healthypi.>"
        try await watcher.listen(all)
        let service = try await place.service(try access(server))
        let change = try #require(
            await watcher.heard(all) { $0.subject.hasSuffix("heartRate") })
        #expect(change.headers["Nats-Rollup"] == nil)

        let fetch = "$JS.API.DIRECT.GET.KV_agent_healthypi.$KV.agent_healthypi."
        let got = try #require(try await asker.ask(fetch + "baseline.heartRate", ""))
        #expect(got.payload == change.payload)
        var judge = SchemaJudge()
        let state = try #require(try await asker.ask(fetch + "state", ""))
        judge.take(state.payload, as: "agent.state")
        #expect(state.text.contains(#""state":"waiting""#))
        let key = try Data(contentsOf: URL(filePath: place.directory + "/bucket.key"))
        let seal = try #require(PayloadSeal(key: Array(key)))
        let opened = try #require(BucketValues.opened(got.payload, seal))
        judge.take(opened, as: "agent.baseline")
        #expect(String(decoding: opened, as: UTF8.self).contains("[[20000,3,400,61.5,1,3,410]]"))
        #expect(!got.text.contains("61.5"))
        #expect(try judge.verdict() == "")
        await service.finish()
        let last = try await asker.ask(fetch + "state", "")
        #expect(last?.text.contains(#""state":"stopping""#) == true)
    }
}
