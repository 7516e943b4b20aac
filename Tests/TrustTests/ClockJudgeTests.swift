import TestKit
import Testing

@testable import Trust

@Suite struct ClockJudgeTests {
    /// 2026-11-21T00:00:00Z, the program's build.
    private let build: Int64 = 1_795_219_200_000

    private func reading(
        _ judge: inout ClockJudge, wall: Int64, after monotonic: Int64, synchronised: Bool = true
    ) -> ClockReading {
        judge.judge(
            wallMilliseconds: build + wall, monotonicMilliseconds: monotonic,
            isSynchronised: synchronised)
    }

    @Test("T15 a boot in 2020 is not believed until the clock is set, and then settles")
    func bootInThePast() {
        var judge = ClockJudge(floorMilliseconds: build)
        let in2020: Int64 = -6 * 365 * 86_400_000
        #expect(
            reading(&judge, wall: in2020, after: 0, synchronised: false).distrust == .beforeFloor)
        // Said to be synchronised, and still before the build.
        #expect(reading(&judge, wall: in2020 + 1_000, after: 1_000).distrust == .beforeFloor)
        // Set by the time service.
        #expect(reading(&judge, wall: 60_000, after: 2_000).distrust == .stepped)
        #expect(reading(&judge, wall: 359_999, after: 301_999).distrust == .stepped)
        #expect(reading(&judge, wall: 360_000, after: 302_000).isTrusted)
    }

    @Test(
        "T15 a clock set back an hour or on a day is not believed",
        arguments: [
            -3_600_000, 86_400_000, -5_001, 5_001,
        ] as [Int64])
    func jump(_ step: Int64) {
        var judge = ClockJudge(floorMilliseconds: build)
        #expect(reading(&judge, wall: 7_200_000, after: 1_000).isTrusted)
        #expect(reading(&judge, wall: 7_201_000 + step, after: 2_000).distrust == .stepped)
        // Set back to where it was: that is a step too.
        #expect(reading(&judge, wall: 7_202_000, after: 3_000).distrust == .stepped)
        #expect(reading(&judge, wall: 7_502_000, after: 303_000).isTrusted)
    }

    @Test func driftIsNoStep() {
        var judge = ClockJudge(floorMilliseconds: build)
        for minute in 0..<100 as Range<Int64> {
            let found = reading(&judge, wall: 1_000 + minute * 65_000, after: minute * 60_000)
            #expect(found.isTrusted)
        }
    }

    @Test func notSynchronisedIsNotTrusted() {
        var judge = ClockJudge(floorMilliseconds: build)
        #expect(
            reading(&judge, wall: 0, after: 0, synchronised: false).distrust == .notSynchronised)
        #expect(reading(&judge, wall: 1_000, after: 1_000).isTrusted)
    }

    @Test("T15 a time an issuer signed raises the floor")
    func floor() {
        var judge = ClockJudge(floorMilliseconds: build)
        judge.learn(milliseconds: build + 10_000)
        judge.learn(milliseconds: build + 5_000)
        #expect(reading(&judge, wall: 9_999, after: 0).distrust == .beforeFloor)
        #expect(reading(&judge, wall: 10_000, after: 1).isTrusted)
    }

    @Test func secondsAreRoundedDown() {
        #expect(ClockReading(milliseconds: 1_999).seconds == 1)
        #expect(ClockReading(milliseconds: -1).seconds == -1)
        #expect(ClockReading(milliseconds: -1_000).seconds == -1)
        #expect(ClockReading(milliseconds: -1_001).seconds == -2)
    }
}
