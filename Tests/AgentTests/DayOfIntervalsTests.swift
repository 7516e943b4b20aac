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

    /// 288 windows are a day, and the next begins where it ended.
    @Test func aDayIsOverAfter24Hours() throws {
        var day = DayOfIntervals()
        for index in 0..<288 {
            let early = day.take()
            #expect(early == nil)
            let seconds = Double(index) * 300..<Double(index + 1) * 300
            day.append(
                window(index, milliseconds: index % 2 == 0 ? 900 : 1_100), in: seconds,
                usable: index < 144 ? 1 : 0.5)
        }
        let taken = day.take()
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
        day.append(window(288), in: 86_400..<86_700, usable: 1)
        let (next, rest) = (day.take(), day.finish())
        #expect(next == nil && rest == nil)
    }

    /// The Task Force asks for 18 hours: 216 windows.
    @Test func whatIsLeftCountsFrom18HoursOn() {
        func rest(_ windows: Int) -> DayOfIntervals.Day? {
            var day = DayOfIntervals()
            for index in 0..<windows {
                let seconds = Double(index) * 300..<Double(index + 1) * 300
                day.append(window(index), in: seconds, usable: 1)
            }
            return day.finish()
        }
        #expect(rest(215) == nil)
        #expect(rest(216)?.window == 0..<64_800)
    }
}
