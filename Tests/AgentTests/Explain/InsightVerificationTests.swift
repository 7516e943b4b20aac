import Biosignals
import EventContract
import Foundation
import Insights
import Storage
import TestKit
import Testing

@testable import Agent

/// What a live session said, derived again from what it kept.
@Suite struct InsightVerificationTests {
    /// Fifteen days of a usual resting value, and an hour of everything.
    private func everything(erasing: [PersonalTable] = []) async throws -> (
        LiveInsights, [String: String]
    ) {
        var live = try LiveInsights()
        var known = live.session.pipeline.personal
        for day in 20_480..<20_514 {
            _ = known.add(
                .restingLnRMSSD, day: day, minute: 300, value: 3.7 + 0.02 * Double(day % 5),
                usable: 0.95)
        }
        try known.save(to: live.store)
        live.session = try LiveInsights.session(
            LiveInsights.start, personal: known, identifier: live.session.identifier)
        live.sitStill()
        live.loseTheElectrode()
        live.wakeUpUnrested()
        live.getAroused()
        let ids = try await live.keep()
        var kinds: [String: String] = [:]
        for id in ids {
            let event = try StoredInsight(id: id, in: live.store).event
            kinds[Insight.Kind(event: event)?.rawValue ?? ""] = id
        }
        return (live, kinds)
    }

    @Test func everyKindIsDerivedAgainFromWhatIsStored() async throws {
        let (live, kinds) = try await everything()
        #expect(Set(kinds.keys) == ["stationary", "quality", "recovery", "arousal"])
        for (kind, id) in kinds {
            let found = try live.verification(of: id)
            #expect(found.outcome == .pass, "\(kind): \(found.checks.filter { !$0.passed })")
            #expect(found.basis == .storedFacts && found.missing.isEmpty)
            #expect(found.checks.count > 15)
        }
    }

    @Test(arguments: [
        // A minute's evidence, what the insight rested on, a minute of skin, a threshold.
        (
            "stationary", "epochs", "\"usable\":0.98", "\"usable\":0.99",
            "SHA-256 of the stored epochs and measures"
        ),
        (
            "stationary", "facts", "\"sinceBout\":12", "\"sinceBout\":13",
            "SHA-256 of what it rested on"
        ),
        (
            "quality", "facts", "\"unusable\":180", "\"unusable\":181",
            "SHA-256 of what it rested on"
        ),
        (
            "recovery", "facts", "\"heartRate\":58", "\"heartRate\":59",
            "SHA-256 of what it rested on"
        ),
        (
            "arousal", "facts", "\"responses\":14", "\"responses\":15",
            "SHA-256 of the stored epochs and measures"
        ),
        (
            "stationary", "sessions", "\"stationary.after_minutes\":60",
            "\"stationary.after_minutes\":59", "parameters"
        ),
        (
            "stationary", "events",
            "\"steps_to_end\",\"source\":\"counterfactual\",\"unit\":\"1/min\",\"value\":15",
            "\"steps_to_end\",\"source\":\"counterfactual\",\"unit\":\"1/min\",\"value\":14",
            "claim c4"
        ),
        ("recovery", "events", "note_recovery", "note_recoverz", "action"),
    ])
    func whatWasChangedFails(
        _ kind: String, _ table: String, _ right: String, _ wrong: String, _ what: String
    ) async throws {
        let (live, kinds) = try await everything()
        try live.alter(table, right, wrong)
        let found = try live.verification(of: try #require(kinds[kind]))
        #expect(found.outcome == .fail)
        let failed = found.checks.filter { !$0.passed }.map(\.what)
        #expect(failed.contains(what), "\(failed)")
    }

    /// The days it was compared with are erased: nothing is proven either way, and nothing passes.
    @Test func anErasedBaselineIsNoLie() async throws {
        let (live, kinds) = try await everything()
        try live.store.erase(person: PersonalRecords.pseudonym(of: "default", in: live.store))
        let recovery = try live.verification(of: try #require(kinds["recovery"]))
        #expect(recovery.outcome == .cannotTell && !recovery.passed)
        #expect(
            recovery.missing == [
                "days of the person that it was compared with were erased or are no longer kept."
            ])
        // What needs them not still passes, and a changed digest still fails.
        #expect(try live.verification(of: try #require(kinds["quality"])).outcome == .pass)
        try live.alter("facts", "\"heartRate\":58", "\"heartRate\":59")
        #expect(try live.verification(of: try #require(kinds["recovery"])).outcome == .fail)
    }

    @Test func laterAnswersChangeNothing() async throws {
        let (live, kinds) = try await everything()
        let person = PersonalRecords.pseudonym(of: "default", in: live.store)
        let stationary = try #require(kinds["stationary"])
        func answer(_ id: String, _ word: String, _ time: Int64) throws {
            try live.store.keep(
                answers: [
                    StoredAnswer(
                        event: id, kind: "stationary", word: word, timeMilliseconds: time,
                        probability: 0.9)
                ], person: person)
        }
        for index in 0..<20 { try answer("later \(index)", "dismissed", Int64(index)) }
        #expect(try live.verification(of: stationary).outcome == .pass)
    }

    @Test func earlierAnswersCountAsTheyWere() async throws {
        var live = try LiveInsights()
        let person = PersonalRecords.pseudonym(of: "default", in: live.store)
        func answer(_ index: Int, _ word: String) throws {
            try live.store.keep(
                answers: [
                    StoredAnswer(
                        event: "early \(index)", kind: "stationary", word: word,
                        timeMilliseconds: Int64(index) + (word == "accepted" ? 100 : 0),
                        probability: 0.9)
                ], person: person)
        }
        for index in 0..<20 { try answer(index, "dismissed") }
        live.session = try LiveInsights.session(
            LiveInsights.start, personal: try PersonalRecords(of: "default", in: live.store),
            identifier: live.session.identifier)
        live.sitStill()
        let id = try #require(try await live.keep().first)
        let event = try StoredInsight(id: id, in: live.store).event
        #expect(event.data.explanation.calibration?.id.hasSuffix("+answers:20") == true)
        #expect(try live.verification(of: id).outcome == .pass)
        // Given anew, the old word is gone.
        try answer(3, "accepted")
        let changed = try live.verification(of: id)
        #expect(changed.outcome == .cannotTell)
        #expect(
            changed.missing == ["answers that had moved its confidence were changed or erased."])
    }

    /// Rows as an older version wrote them: with a word on its version, and without facts.
    @Test func anOlderVersionsRowsAreNoLie() async throws {
        let (live, kinds) = try await everything()
        let id = try #require(kinds["stationary"])
        let session = try #require(try live.store.sessions().first)
        let old = String(decoding: session.payload, as: UTF8.self)
            .replacingOccurrences(of: "stationary-break@3", with: "stationary-break@1")
        let digests = [session.payload, Array(old.utf8)].map {
            SessionParameters.digest(of: $0)
        }
        try live.alter("sessions", "stationary-break@3", "stationary-break@1")
        // Its digest in the event is that of other parameters: no older version wrote that.
        #expect(try live.verification(of: id).outcome == .fail)
        try live.alter("events", digests[0], digests[1])
        // It may yet come out the same; what does not proves nothing.
        #expect(try live.verification(of: id).outcome == .pass)
        try live.alter("events", "Stationary for 1 hour", "Stationary for 2 hour")
        let found = try live.verification(of: id)
        #expect(found.outcome == .cannotTell)
        #expect(found.missing.first?.hasPrefix("it was said by another version") == true)
    }

    @Test func withoutFactsNothingIsProven() async throws {
        let (live, kinds) = try await everything()
        // An event at another time has no row of its own.
        try live.alter("facts", "sha256:", "sha257:")
        let damaged = try live.verification(of: try #require(kinds["quality"]))
        #expect(damaged.outcome == .fail)
    }
}
