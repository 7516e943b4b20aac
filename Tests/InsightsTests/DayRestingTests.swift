import Biosignals
import Insights
import Testing

@Suite struct DayRestingTests {
    private func window(
        _ day: Int, _ minute: Int, heartRate: Double = 60, rmssd: Double = 40, usable: Double = 1,
        isStationary: Bool = true
    ) -> RestingWindow {
        let start = Double(day * 1_440 + minute) * 60
        return RestingWindow(
            day: day, minute: minute, window: start..<(start + 300), rmssd: Milliseconds(rmssd),
            rmssdInterval95: nil, heartRate: PerMinute(heartRate), usable: usable,
            isStationary: isStationary)
    }

    @Test func theCalmestOfTheNightIsTheDays() throws {
        var resting = DayResting()
        // 22:00 of day 9 until 08:00 of day 10 is day 10; its lowest heart rate is at 04:00.
        for minute in stride(from: 1_320, to: 1_440, by: 5) {
            #expect(resting.process(window(9, minute, heartRate: 60)) == nil)
        }
        for minute in stride(from: 0, to: 480, by: 5) {
            let rate = 50 + abs(Double(minute - 240)) / 20
            #expect(resting.process(window(10, minute, heartRate: rate)) == nil)
        }
        #expect(resting.soFar?.picked.minute == 240)
        let settled = resting.process(window(10, 600, heartRate: 40))
        let value = try #require(settled)
        #expect(value.recoveryDay == 10 && value.picked.minute == 240)
        #expect(value.candidates == 24 + 96)
        // The day has its value; ten in the morning and after is no night or morning.
        #expect(resting.process(window(10, 605)) == nil && resting.soFar == nil)
    }

    @Test func whatCannotBeTheValue() {
        var resting = DayResting()
        _ = resting.process(window(10, 100, heartRate: 45, isStationary: false))
        _ = resting.process(window(10, 105, heartRate: 45, usable: 0.89))
        _ = resting.process(window(10, 110, heartRate: 45, rmssd: 255))
        _ = resting.process(window(10, 115, heartRate: 45, rmssd: 4.9))
        _ = resting.process(window(10, 120, heartRate: .nan))
        _ = resting.process(window(10, 125, heartRate: 45, rmssd: .nan))
        #expect(resting.soFar == nil)
        _ = resting.process(window(10, 130, heartRate: 70))
        #expect(resting.soFar?.picked.minute == 130)
        #expect(resting.finish()?.candidates == 1)
    }

    /// The person's usual time wins over a lower heart rate at another time; without any there, not.
    @Test func theUsualTimeFirst() {
        var resting = DayResting(usualMinute: 420)
        _ = resting.process(window(10, 180, heartRate: 48))
        #expect(resting.soFar?.picked.minute == 180)
        _ = resting.process(window(10, 400, heartRate: 55))
        #expect(resting.soFar?.picked.minute == 400)
        var overMidnight = DayResting(usualMinute: 10)
        _ = overMidnight.process(window(9, 1_400, heartRate: 55))
        _ = overMidnight.process(window(10, 300, heartRate: 45))
        #expect(overMidnight.finish()?.picked.minute == 1_400)
    }

    @Test func oneValueADayForwardInTime() {
        var resting = DayResting()
        _ = resting.process(window(10, 300, heartRate: 50))
        // Not after the last.
        #expect(resting.process(window(10, 300, heartRate: 40)) == nil)
        #expect(resting.process(window(9, 1_400, heartRate: 40)) == nil)
        #expect(resting.finish()?.picked.heartRate.value == 50)
        #expect(resting.finish() == nil)
        // A second recording of the same morning.
        _ = resting.process(window(10, 310, heartRate: 40))
        #expect(resting.finish() == nil)
        // The next evening belongs to the next day.
        _ = resting.process(window(10, 1_300))
        #expect(resting.process(window(11, 1_300))?.recoveryDay == 11)
        // A day left out ends the one before as well.
        #expect(resting.process(window(20, 300))?.recoveryDay == 12)
    }

    /// A session that ends at three and one that begins at four settle one value, that of one session.
    @Test func aNightInTwoPartsHasOneValue() throws {
        func night(_ resting: inout DayResting, _ minutes: Range<Int>) -> [RestingValue] {
            stride(from: minutes.lowerBound, to: minutes.upperBound, by: 5).compactMap {
                resting.process(window(10, $0, heartRate: 50 + abs(Double($0 - 100)) / 20))
            }
        }
        var whole = DayResting()
        let one = night(&whole, 0..<180) + night(&whole, 240..<660)
        var first = DayResting()
        var parts = night(&first, 0..<180)
        var second = DayResting(pending: first.pending, given: first.given)
        parts += night(&second, 240..<660)
        #expect(parts == one && one.count == 1)
        #expect(one.first?.picked.minute == 100)
        // The next part of the day knows that the value was given.
        var third = DayResting(pending: second.pending, given: second.given)
        #expect(night(&third, 660..<700).isEmpty && third.finish() == nil)
        // What was given is not pending, whatever is handed over.
        #expect(DayResting(pending: first.pending, given: 10).pending == nil)
    }

    @Test func whichDayAMinuteBelongsTo() {
        #expect(DayResting.recoveryDay(day: 9, minute: 1_259) == nil)
        #expect(DayResting.recoveryDay(day: 9, minute: 1_260) == 10)
        #expect(DayResting.recoveryDay(day: 10, minute: 599) == 10)
        #expect(DayResting.recoveryDay(day: 10, minute: 600) == nil)
    }
}
