import Biosignals
import Foundation
import Insights
import Storage
import TestKit
import Testing

@testable import Agent

/// What one live session of a person hands to the next, through a real store.
@Suite struct PersonalHandoverTests {
    @Test func whatWasSaidIsRememberedAfterARestart() async throws {
        var first = try LiveInsights()
        first.sitStill()
        #expect(try await first.keep().count == 1)
        try first.session.savePersonal(to: first.store)

        // Two minutes later, with the same person's records: a bout of an hour is another bout, and
        // there has just been a word on one.
        let later = LiveInsights.start.advanced(by: 4_260)
        let known = try PersonalRecords(of: LiveInsights.person, in: first.store)
        #expect(known.handover.tact.said.map(\.kind) == ["stationary"])
        var second = try LiveInsights.session(later, personal: known)
        #expect(second.pipeline.tact.memory == first.session.pipeline.tact.memory)
        let announced = Insight.Announcement(
            kind: .stationary, action: "suggest_walk_break",
            occasion: .init(key: "bout", began: 0, stage: 1), time: 3_700)
        let silence = second.pipeline.tact.silence(
            on: announced,
            at: .init(utc: Seconds(Double(later.millisecondsSince1970) / 1_000 + 120)))
        #expect(silence?.reason == .waiting)
        second.pipeline.tact.advance(to: Seconds(4e9))
        // Another person has heard nothing, and neither has a replay.
        let other = try PersonalRecords(of: "another", in: first.store)
        #expect(other.handover == PersonalHandover())
        let replay = try SessionPipeline(
            channels: second.channels, name: "made", settings: .init(), personal: known)
        #expect(replay.tact.memory == TactMemory())
    }

    /// A session that ends in the night leaves it to the next one, seconds and all.
    @Test func aNightThatIsNotOverIsLeftToTheNextSession() throws {
        let folder = try TemporaryFolder()
        // 02:00 and 04:00 of one night.
        let (two, four) = (
            UTCTime(millisecondsSince1970: 1_772_416_800_000),
            UTCTime(millisecondsSince1970: 1_772_424_000_000)
        )
        var first = try LiveInsights(startingAt: two, in: folder)
        let window = RestingWindow(
            day: 20_514, minute: 125, window: 300..<600, rmssd: 40, rmssdInterval95: 38...42,
            heartRate: 52, usable: 1, isStationary: true)
        _ = first.session.pipeline.restingHeart.process(window)
        first.session.pipeline.finishDays(at: 1_800)
        #expect(first.session.pipeline.recovery == nil)
        #expect(first.session.pipeline.personal.baseline.rows.isEmpty)
        try first.session.savePersonal(to: first.store)

        let known = try PersonalRecords(of: LiveInsights.person, in: first.store)
        let second = try LiveInsights.session(four, personal: known)
        let kept = try #require(second.pipeline.restingHeart.pending?.anywhere)
        // Two hours before the second session began, by its own seconds.
        #expect(kept.window == (300 - 7_200)..<(600 - 7_200))
        #expect(kept.rmssd == window.rmssd && kept.minute == 125)
        #expect(second.pipeline.restingHeart.soFar?.candidates == 1)
    }

    /// Past ten the end of a session ends the night.
    @Test func aNightThatIsOverIsSettledAtTheEnd() throws {
        var live = try LiveInsights()
        _ = live.session.pipeline.restingHeart.process(
            RestingWindow(
                day: 20_514, minute: 490, window: 300..<600, rmssd: 40, rmssdInterval95: nil,
                heartRate: 52, usable: 1, isStationary: true))
        live.session.pipeline.finishDays(at: 7_260)
        #expect(live.session.pipeline.restingHeart.given == 20_514)
        #expect(
            live.session.pipeline.personal.baseline.measures.contains(.restingLnRMSSD))
    }

    @Test func aRecordingOfTheSameNightSettlesNoSecondValue() throws {
        let live = try LiveInsights()
        var known = live.session.pipeline.personal
        _ = known.add(.restingLnRMSSD, day: 20_514, minute: 120, value: 3.7, usable: 0.95)
        var settings = SessionPipeline.Settings()
        settings.localClock = LocalClock(
            origin: LiveInsights.start, zone: .gmt, isKnown: true)
        let replay = try SessionPipeline(
            channels: live.session.channels, name: "made", settings: settings, personal: known)
        #expect(replay.restingHeart.given == 20_514 && replay.restingPulse.given == nil)
        // A recording that began before that value was there is its own first.
        settings.localClock = LocalClock(
            origin: LiveInsights.start.advanced(by: -25_200), zone: .gmt, isKnown: true)
        let earlier = try SessionPipeline(
            channels: live.session.channels, name: "made", settings: settings, personal: known)
        #expect(earlier.restingHeart.given == nil)
    }

    @Test func whatIsErasedIsForgotten() async throws {
        var live = try LiveInsights()
        live.sitStill()
        _ = try await live.keep()
        try live.session.savePersonal(to: live.store)
        let person = PersonalRecords.pseudonym(of: LiveInsights.person, in: live.store)
        try live.store.erase(person: person)
        #expect(try live.store.handover(person: person) == nil)
    }
}
