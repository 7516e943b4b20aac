import EventContract
import Foundation
import Publishing
import Storage
import TestKit
import Testing

@testable import Agent
@testable import NATSPublishing

/// What others say on a real broker, heard by the real agent beside its delivery.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ListeningTests {
    @Test func stepsGoBesideTheRecordingAndAnswersIntoTheStore() throws {
        let server = try NATSServer(.pinned, port: nil, root: packageRoot())
        _ = try Program.run("healthypi-warden", "broker", "provision", "--broker", server.url)
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        let person = try seed(state)
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "3"])
        let run = try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--broker", server.url, "--state", state,
                "--record",
            ])
        let others = try BrokerConnection(BrokerURL(server.url), agent: .standard)
        let steps = #"{"from":"2026-11-21T02:00:00Z","to":"2026-11-21T02:01:00Z","steps":12}"#
        let dismissed = #"{"answer":"dismissed","time":"2026-11-21T02:05:00Z"}"#
        // Nobody tells when the subscriptions are there: it is said until it has been heard.
        #expect(
            try awaitCondition(within: .seconds(60)) {
                try say(steps, on: "health.context.steps", others)
                try say("no message", on: "health.context.sleep", others)
                try say(dismissed, on: "health.feedback.INSIGHT", others)
                try say(dismissed, on: "health.feedback.NOTHING", others)
                try others.flush(milliseconds: 2_000)
                _ = poll(nil, 0, 50)
                return try !context(state).isEmpty && !answers(state, person).isEmpty
            })
        run.send(SIGINT)
        let outcome = try run.finish()
        _ = try board.stop()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.errors.contains("A message on health.context.sleep is not understood"))
        #expect(outcome.errors.contains("An answer on health.feedback.* was left out"))
        #expect(!outcome.errors.contains("NOTHING"))

        let lines = try context(state)
        #expect(lines.allSatisfy { $0.contains(#""steps":12"#) }, "\(lines)")
        let stored = try answers(state, person)
        #expect(stored.map(\.event) == ["INSIGHT"])
        #expect(stored.map(\.word) == ["dismissed"])
        #expect(stored.first?.probability == 0.9)
        // The delivery went on beside it.
        #expect(try storedMessages(server).count > 2)
    }

    private func say(
        _ text: String, on subject: String, _ connection: BrokerConnection
    ) throws {
        try connection.send(Array(text.utf8), to: subject, replyToken: nil, headers: [])
    }

    /// Lines of what others said, beside the newest recording.
    private func context(_ state: String) throws -> [String] {
        let recordings = state + "/recordings"
        let sessions = try? FileManager.default.contentsOfDirectory(atPath: recordings)
        guard let session = sessions?.first,
            let text = try? String(
                contentsOfFile: recordings + "/\(session)/context.jsonl", encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").map(String.init)
    }

    private func answers(_ state: String, _ person: String) throws -> [StoredAnswer] {
        try Store(reading: state).answers(person: person)
    }

    /// A store in which an insight was said to the person called default.
    private func seed(_ state: String) throws -> String {
        let store = try Store(
            directory: state, keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        let person = PersonalRecords.pseudonym(of: "default", in: store)
        let payload = InsightPayload(
            action: "suggest_walk_break", text: "Suggesting a walk break",
            brief: .init(
                headline: "Suggesting walk break", reason: "Stationary",
                data: .init(stationaryMinutes: 60, hrvTrend: nil), confidence: 0.9),
            explanation: .init(
                rule: "stationary-break@2", reason: "Stationary", data: [:], confidence: 0.9,
                confidenceKind: "calibrated", terms: [], claims: [], wouldChangeIf: [],
                limits: []),
            provenance: WireProvenance(
                device: .init(model: "test"), channels: ["ecg"], samplingHertz: [:],
                window: .init(
                    start: WireTime(millisecondsSince1970: 0),
                    end: WireTime(millisecondsSince1970: 1)),
                algorithm: .init(name: "test", version: "1"), inputs: [],
                clock: .init(synced: false)), replay: false)
        let insight = CloudEvent(
            kind: .insight(.stationary), id: "INSIGHT", instance: "i", person: person,
            time: WireTime(millisecondsSince1970: 1), sequence: 1, correlation: "C", data: payload)
        try store.append([
            OutgoingEvent(
                sequence: 1, id: "INSIGHT", subject: "s", type: insight.type, timeMilliseconds: 1,
                payload: insight.encoded())
        ])
        return person
    }
}
