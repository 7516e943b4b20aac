import Biosignals
import Foundation
import Testing

@testable import Agent

@Suite struct LocalClockTests {
    private let noon = UTCTime(millisecondsSince1970: 1_785_585_600_000)  // 2026-08-01T12:00Z

    @Test func theTimeOfDayIsThatOfTheZone() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let clock = LocalClock(origin: noon, zone: berlin, isKnown: true)
        // Summer time: two hours ahead.
        #expect(clock.secondsOfDay(at: 0) == 50_400)
        #expect(clock.secondsOfDay(at: 10 * 3_600) == 0)
        #expect(clock.dayStart(at: 3_600) == -50_400)
    }

    @Test func theClocksChangeWithTheYear() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let clock = LocalClock(origin: noon, zone: berlin, isKnown: true)
        // 120 days later it is November: one hour ahead.
        #expect(clock.secondsOfDay(at: 120 * 86_400) == 46_800)
    }

    @Test func aRecordingWithoutAStartHasNoTimeOfDay() {
        #expect(LocalClock.unknown.secondsOfDay(at: 5) == nil)
        #expect(LocalClock.unknown.dayStart(at: 5) == nil)
    }
}
