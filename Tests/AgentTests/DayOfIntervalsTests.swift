import Biosignals
import HRV
import Testing

@testable import Agent

struct DayOfIntervalsTests {
    /// Five minutes of 300 intervals of 1 s, the first of which follows nothing.
    private func window(_ index: Int, milliseconds: Double = 1_000) -> NNIntervals {
        let start = Double(index) * 300
        return NNIntervals(
            endSeconds: (1...300).map { start + Double($0) },
            milliseconds: Array(repeating: milliseconds, count: 300),
            followsPrevious: (0..<300).map { $0 > 0 }, beatsTotal: 301)
    }

    private func range(_ index: Int) -> Range<Double> {
        Double(index) * 300..<Double(index + 1) * 300
    }

    /// 288 windows are a day, and the next begins where it ended.
    @Test func aDayIsOverAfter24Hours() throws {
        var day = DayOfIntervals()
        for index in 0..<288 {
            let early = day.take(before: Double(index) * 300)
            #expect(early == nil)
            day.append(
                window(index, milliseconds: index % 2 == 0 ? 900 : 1_100), in: range(index),
                usable: index < 144 ? 1 : 0.5, isRegular: true)
        }
        let taken = day.take(before: 86_400)
        let whole = try #require(taken)
        #expect(whole.window == 0..<86_400)
        #expect(whole.usable == 0.75)
        #expect(whole.nn.count == 86_400)
        #expect(whole.nn.beatsTotal == 288 * 301)
        #expect(whole.nn.followsPrevious.count { !$0 } == 288)
        // Means of 900 and 1,100 in turns: SDANN = 100 · √(288 / 287); within each no spread.
        let segments = FiveMinuteSegments(of: whole.nn)
        #expect(abs((segments.sdann ?? 0) - 100.174_064_4) < 1e-6)
        #expect(segments.sdnnIndex == 0)
        day.append(window(288), in: range(288), usable: 1, isRegular: true)
        let (next, rest) = (day.take(before: 86_700), day.finish())
        #expect(next == nil && rest == nil)
    }

    /// Half the windows without a rhythm are time that is not usable, and their intervals are left out.
    @Test func whatHasNoRhythmCountsForNothing() throws {
        var day = DayOfIntervals()
        for index in 0..<288 {
            day.append(window(index), in: range(index), usable: 1, isRegular: index % 2 == 0)
        }
        let taken = day.take(before: 86_400)
        #expect(taken?.usable == 0.5)
        #expect(taken?.nn.count == 43_200)
    }

    /// From hour 10 to hour 100 in the dark: the first day ends with what it had, three empty ones are
    /// passed over, and hour 100 belongs to the fifth.
    @Test func darknessBelongsToNoDay() throws {
        var day = DayOfIntervals()
        for index in 0..<120 {
            day.append(window(index), in: range(index), usable: 1, isRegular: true)
        }
        let first = day.take(before: 360_000)
        #expect(first?.window == 0..<86_400)
        #expect(first?.nn.count == 36_000)
        #expect(abs((first?.usable ?? 0) - 36_000 / 86_400) < 1e-12)
        day.append(window(1_200), in: range(1_200), usable: 1, isRegular: true)
        let none = day.take(before: 360_300)
        #expect(none == nil)
        let fifth = day.take(before: 432_000)
        #expect(fifth?.window == 345_600..<432_000)
        #expect(fifth?.nn.count == 300)
    }

    /// The Task Force asks for 18 hours: 216 windows.
    @Test func whatIsLeftCountsFrom18HoursOn() {
        func rest(_ windows: Int) -> DayOfIntervals.Day? {
            var day = DayOfIntervals()
            for index in 0..<windows {
                day.append(window(index), in: range(index), usable: 1, isRegular: true)
            }
            return day.finish()
        }
        #expect(rest(215) == nil)
        #expect(rest(216)?.window == 0..<64_800)
    }
}
