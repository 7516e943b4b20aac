import Biosignals
import Foundation
import Insights
import TestKit
import Testing

@Suite struct PersonalBaselineTests {
    private static let first = 20_000

    /// A value a day at five in the morning, 3.4, 3.6, 3.8 in turn.
    private func turns(days: Int) -> PersonalBaseline {
        var baseline = PersonalBaseline()
        for day in 0..<days {
            let addition = baseline.add(
                .restingLnRMSSD, day: Self.first + day, minute: 300,
                value: 3.4 + 0.2 * Double(day % 3), usable: 1)
            #expect(addition == .added)
        }
        return baseline
    }

    /// 15 days: mean 3.6, SD √(10 · 0.04 / 14) = 0.169 03, the same days and numbers as in
    /// the test of `RMSSDBaseline`. Half of it is 0.084 515.
    @Test func saysTheSameAsTheBaselineWithoutATimeOfDay() throws {
        let range = try turns(days: 15).normalRange(
            .restingLnRMSSD, at: 300, before: Self.first + 15
        ).get()
        expect(range.lower, isClose: 3.430_969, within: 1e-6)
        expect(range.upper, isClose: 3.769_031, within: 1e-6)
        expect(range.smallestWorthwhileChange, isClose: 0.084_515, within: 1e-6)
        #expect(range.days == 15)
    }

    @Test func tooFewDaysAreSaidInsteadOfANorm() {
        let two = turns(days: 2)
        let (at, before) = (300, Self.first + 2)
        let week = two.weekMean(.restingLnRMSSD, at: at, through: before)
        #expect(week == .failure(NotEnoughDays(found: 2, needed: 3, isAtTimeOfDay: true)))
        let usual = two.usual(.restingLnRMSSD, at: at, before: before)
        #expect(usual == .failure(NotEnoughDays(found: 2, needed: 7, isAtTimeOfDay: true)))
        guard case .failure(let short) = two.normalRange(.restingLnRMSSD, at: nil, before: before)
        else {
            Issue.record("two days have a range")
            return
        }
        #expect(short.description == "not enough days yet: found 2, needed 14")
        #expect(short.unavailable.code == "sourceUnsuitable")
        #expect(short.unavailable.detail == short.description)
        // The last day needed makes it.
        func hasUsual(_ days: Int) -> Bool {
            (try? turns(days: days).usual(
                .restingLnRMSSD, at: at, before: Self.first + days
            ).get()) != nil
        }
        #expect(!hasUsual(6) && hasUsual(7))
        // In the afternoon this person has no days at all.
        let afternoon = turns(days: 30).usual(.restingLnRMSSD, at: 900, before: Self.first + 30)
        #expect(afternoon == .failure(NotEnoughDays(found: 0, needed: 7, isAtTimeOfDay: true)))
    }

    /// Values at 00:20 and at 23:30 the day before are of one time of day, and of one day.
    @Test func midnightIsNoEdge() throws {
        var baseline = PersonalBaseline()
        for day in 0..<14 {
            let isEarly = day.isMultiple(of: 2)
            let addition = baseline.add(
                .lnRMSSD, day: Self.first + (isEarly ? day : day - 1),
                minute: isEarly ? 20 : 1_410, value: isEarly ? 3.5 : 3.7, usable: 1)
            #expect(addition == .added)
        }
        let at = try baseline.usual(.lnRMSSD, at: 0, before: Self.first + 14).get()
        let before = try baseline.usual(.lnRMSSD, at: 1_439, before: Self.first + 13).get()
        #expect(at.days == 14 && before.days == 14 && at.value == before.value)
        // Three hours later half of them are out of reach.
        let later = try baseline.usual(.lnRMSSD, at: 130, before: Self.first + 14).get()
        #expect(later.days == 7)
    }

    /// With a rhythm of ± 0.25 and a value every two hours, the range at five in the morning is that of
    /// five in the morning, and the range of the whole day's means narrower than its values.
    @Test func theTimeOfDayIsComparedWithItself() throws {
        var person = SimulatedPerson(seed: 7)
        var baseline = PersonalBaseline()
        for day in 0..<40 {
            let truth = person.nextDay(mayBeBad: false)
            for part in 0..<12 {
                let minute = part * 120 + 60
                _ = baseline.add(
                    .lnRMSSD, day: Self.first + day, minute: minute,
                    value: person.measured(truth, at: minute), usable: 1)
            }
        }
        for minute in [300, 1_020] {
            let usual = try baseline.usual(.lnRMSSD, at: minute, before: Self.first + 40).get()
            #expect(usual.days == 40)
            expect(usual.value, isClose: person.mean + person.rhythm(at: minute), within: 0.1)
        }
        let (night, day) = (
            try baseline.usual(.lnRMSSD, at: 300, before: Self.first + 40).get(),
            try baseline.usual(.lnRMSSD, at: 1_020, before: Self.first + 40).get()
        )
        #expect(night.value - day.value > 0.35)
    }

    /// Forward in time: the same recording again, and an older one after a newer one, change nothing.
    @Test func whatIsReplayedAgainChangesNothing() {
        var baseline = turns(days: 20)
        let before = baseline
        for day in 0..<20 {
            let again = baseline.add(
                .restingLnRMSSD, day: Self.first + day, minute: 300, value: 3, usable: 1)
            #expect(again == .notAfterLast)
        }
        let older = baseline.add(
            .restingLnRMSSD, day: Self.first - 100, minute: 300, value: 3, usable: 1)
        #expect(older == .notAfterLast)
        #expect(baseline == before)
    }

    @Test func whatIsRefused() {
        var baseline = PersonalBaseline()
        func add(_ value: Double, usable: Double = 1, minute: Int = 0, weight: Double = 1)
            -> PersonalBaseline.Addition
        {
            baseline.add(
                .lnRMSSD, day: 1, minute: minute, value: value, usable: usable, weight: weight)
        }
        // ln of 255 ms, a glitch; ln of 4 ms; and no numbers.
        for value: Double in [log(255.0), log(4.0), .nan, .infinity] {
            #expect(add(value) == .implausible)
        }
        #expect(add(3.6, usable: 0.79) == .poorSignal)
        #expect(add(3.6, usable: .nan) == .implausible)
        #expect(add(3.6, minute: 1_440) == .implausible)
        #expect(add(3.6, weight: 0) == .implausible)
        #expect(baseline.rows.isEmpty)
        for index in 0..<PersonalBaseline.measuresMax {
            let measure = BaselineMeasure(rawValue: "m\(index)")
            #expect(
                baseline.add(measure ?? .heartRate, day: 1, minute: 0, value: 1, usable: 1)
                    == .added)
        }
        #expect(add(3.6) == .tooManyMeasures)
        #expect(BaselineMeasure(rawValue: "") == nil && BaselineMeasure(rawValue: "a b") == nil)
    }

    @Test func memoryIsBounded() {
        var baseline = PersonalBaseline()
        for day in 0..<100 {
            for half in 0..<48 {
                _ = baseline.add(
                    .heartRate, day: day, minute: half * 30, value: 60 + Double(day % 7),
                    usable: 1)
            }
        }
        #expect(baseline.rows.count == 62 * 12)
        #expect(baseline.rows.first?.weight == 4)
    }

    @Test func rowsMakeTheSameBaselineAgain() throws {
        var baseline = turns(days: 80)
        for minute in stride(from: 0, to: 1_440, by: 7) {
            _ = baseline.add(.heartRate, day: 3, minute: minute, value: 60, usable: 0.9)
        }
        #expect(try PersonalBaseline(rows: baseline.rows) == baseline)
        #expect(try PersonalBaseline(rows: baseline.rows.reversed()) == baseline)
        #expect(throws: BaselineError.rowTwice) {
            try PersonalBaseline(rows: baseline.rows + baseline.rows.suffix(1))
        }
        #expect(throws: BaselineError.rowDamaged(.value)) {
            try BaselineRow(
                measure: .lnRMSSD, day: 1, minute: 1, value: 9, usable: 1, weight: 1, lastMinute: 1)
        }
        #expect(throws: BaselineError.rowDamaged(.lastMinute)) {
            try BaselineRow(
                measure: .lnRMSSD, day: 1, minute: 5, value: 3, usable: 1, weight: 1, lastMinute: 4)
        }
    }

    @Test func theUsualMinuteIsTheClockHandsMean() {
        var baseline = PersonalBaseline()
        for (day, minute) in [1_430, 10, 1_420, 20].enumerated() {
            // Late in the evening first, then early: each after the last.
            _ = baseline.add(
                .restingLnRMSSD, day: Self.first + 2 * day, minute: minute, value: 3.6, usable: 1)
        }
        #expect(baseline.usualMinute(of: .restingLnRMSSD, before: Self.first + 10) == 0)
        #expect(baseline.usualMinute(of: .restingLnRMSSD, before: Self.first + 3) == nil)
        var anywhere = PersonalBaseline()
        for day in 0..<12 {
            _ = anywhere.add(
                .lnRMSSD, day: Self.first + day, minute: day * 120, value: 3.6, usable: 1)
        }
        #expect(anywhere.usualMinute(of: .lnRMSSD, before: Self.first + 20) == nil)
    }
}
