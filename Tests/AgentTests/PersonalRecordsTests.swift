import EventContract
import Insights
import Publishing
import Storage
import TestKit
import Testing

@testable import Agent

/// A person's baseline and answers through a real store.
@Suite struct PersonalRecordsTests {
    private static let firstDay = 20_000

    private func store(_ folder: TemporaryFolder) throws -> Store {
        try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
    }

    /// Days at five in the morning, several values each.
    private func add(
        _ days: Range<Int>, to records: inout PersonalRecords, savingIn store: Store
    ) throws {
        for day in days {
            for minute in [290, 295, 300, 400] {
                _ = records.add(
                    .lnRMSSD, day: Self.firstDay + day, minute: minute,
                    value: 3.4 + 0.1 * Double(day % 5) + 0.01 * Double(minute % 7), usable: 0.93)
            }
            try records.save(to: store)
        }
    }

    @Test func aRestartChangesNothing() throws {
        let folder = try TemporaryFolder()
        var whole = PersonalRecordsTests.baselineInOneGo()
        do {
            let first = try store(folder)
            var records = try PersonalRecords(of: "one", in: first)
            try add(0..<20, to: &records, savingIn: first)
        }
        // In the midst of a day's two hours.
        let second = try store(folder)
        var records = try PersonalRecords(of: "one", in: second)
        try add(20..<70, to: &records, savingIn: second)
        #expect(records.baseline == whole)
        let stored = try PersonalRecords(of: "one", in: second)
        #expect(stored.baseline == whole && stored.pseudonym == records.pseudonym)
        #expect(!stored.pseudonym.contains("one") && stored.pseudonym.count == 32)
        whole = try PersonalRecords(of: "another", in: second).baseline
        #expect(whole.rows.isEmpty)
    }

    private static func baselineInOneGo() -> PersonalBaseline {
        var baseline = PersonalBaseline()
        for day in 0..<70 {
            for minute in [290, 295, 300, 400] {
                _ = baseline.add(
                    .lnRMSSD, day: firstDay + day, minute: minute,
                    value: 3.4 + 0.1 * Double(day % 5) + 0.01 * Double(minute % 7), usable: 0.93)
            }
        }
        return baseline
    }

    @Test func anOlderRecordingAfterANewerOneRewritesNothing() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var records = try PersonalRecords(of: "one", in: store)
        try add(30..<50, to: &records, savingIn: store)
        let before = try PersonalRecords(of: "one", in: store).baseline
        try add(0..<50, to: &records, savingIn: store)
        #expect(records.baseline == before)
        #expect(try PersonalRecords(of: "one", in: store).baseline == before)
        try add(50..<51, to: &records, savingIn: store)
        #expect(try PersonalRecords(of: "one", in: store).baseline != before)
    }

    @Test func anAnswerIsToTheInsightAndCountsOnce() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var records = try PersonalRecords(of: "one", in: store)
        try tell(in: store, person: records.pseudonym)
        let yes = try #require(FeedbackPayload(Array("{\"answer\":\"dismissed\"}".utf8)))
        let taken = try records.take(yes, to: "NUDGE", arrivedAtMilliseconds: 9, in: store)
        let answer = try #require(taken)
        #expect(answer.event == "INSIGHT" && answer.probability == 0.9)
        #expect(records.layers.layer(of: "stationary").personal(0.9) < 0.9)
        // The same again, and by the insight's own id: nothing new.
        for event in ["NUDGE", "INSIGHT"] {
            #expect(
                try records.take(yes, to: event, arrivedAtMilliseconds: 9, in: store) == nil)
        }
        #expect(try PersonalRecords(of: "one", in: store).layers == records.layers)
        // Another person's answer to it, and an answer to nothing.
        var other = try PersonalRecords(of: "two", in: store)
        #expect(try other.take(yes, to: "INSIGHT", arrivedAtMilliseconds: 9, in: store) == nil)
        #expect(throws: ExplainError.unknownEvent("X")) {
            try records.take(yes, to: "X", arrivedAtMilliseconds: 9, in: store)
        }
        // A later word takes the first one's place; a clock far ahead does not hold for ever.
        let ahead = FeedbackPayload(answer: .helpful, time: "2999-01-01T00:00:00Z")
        #expect(try records.take(ahead, to: "NUDGE", arrivedAtMilliseconds: 10, in: store) != nil)
        #expect(try records.take(yes, to: "NUDGE", arrivedAtMilliseconds: 11, in: store) != nil)
        #expect(records.layers.layer(of: "stationary").count == 1)
    }

    /// One insight and its nudge, whose confidence of 0.85 was 0.9 before the person's answers.
    private func tell(in store: Store, person: String) throws {
        let payload = InsightPayload(
            action: "suggest_walk_break", text: "Suggesting a walk break",
            brief: .init(
                headline: "Suggesting walk break", reason: "Stationary",
                data: .init(stationaryMinutes: 60, hrvTrend: nil), confidence: 0.85),
            explanation: .init(
                rule: "stationary-break@2", reason: "Stationary", data: [:], confidence: 0.85,
                confidenceKind: "calibrated",
                terms: [.init(name: PersonalRecords.unmovedTerm, value: 0.9)], claims: [],
                wouldChangeIf: [], limits: []),
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
        let nudge = CloudEvent(
            kind: .nudge(.stationary), id: "NUDGE", instance: "i", person: person,
            time: WireTime(millisecondsSince1970: 1), sequence: 2, correlation: "C",
            data: NudgePayload(
                action: "suggest_walk_break", text: "Suggesting a walk break", confidence: 0.85,
                confidenceKind: "calibrated", replay: false))
        try store.append([
            OutgoingEvent(
                sequence: 1, id: "INSIGHT", subject: "s", type: insight.type, timeMilliseconds: 1,
                payload: insight.encoded()),
            OutgoingEvent(
                sequence: 2, id: "NUDGE", subject: "s", type: nudge.type, timeMilliseconds: 1,
                payload: nudge.encoded()),
        ])
    }
}
