import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@Suite struct TactTests {
    private let rule = StationaryRule()

    /// Still minutes since the recording began at 08:00; asked at the end of them.
    private func inputs(_ minutes: Int) -> StationaryInputs {
        Made.inputs(Made.minutes(minutes, probability: 0.999))
    }

    private func moment(_ minutes: Int, hour: Double = 8) -> Tact.Moment {
        let passed = Double(minutes) * 60
        return Tact.Moment(
            utc: Seconds(1_700_000_000 + passed),
            localSecondOfDay: (hour * 3_600 + passed).truncatingRemainder(dividingBy: 86_400))
    }

    private func reason(_ decision: Decision) -> Silence.Reason? { decision.silence?.reason }

    /// Minutes of the bout at which something was said.
    private func said(
        upTo minutes: Int, hour: Double = 8, _ tact: inout Tact,
        _ change: (inout Tact.Moment) -> Void = { _ in }
    ) -> [Int] {
        (1...minutes).filter {
            var moment = moment($0, hour: hour)
            change(&moment)
            return tact.decide(rule, inputs($0), at: moment).insight != nil
        }
    }

    @Test func aStageIsSaidOnceAndIgnoredOnesWaitLonger() {
        var tact = Tact()
        // 61, then each is ignored: 30 · 1.5 < 60, 30 · 2.25 = 67.5 > 60, 30 · 3.375 = 101.25.
        #expect(said(upTo: 400, &tact) == [61, 121, 189, 291])
        #expect(tact.memory.ignored == ["stationary": 4])
        #expect(reason(tact.decide(rule, inputs(400), at: moment(400))) == .alreadySaid)
    }

    @Test func whatWasHeededDoesNotWaitLonger() {
        var tact = Tact()
        let early = (1...70).filter {
            tact.decide(rule, inputs($0), at: moment($0)).insight != nil
        }
        #expect(early == [61])
        tact.answered(.stationary, .heeded, at: moment(75).utc)
        #expect(tact.memory.ignored.isEmpty)
        expect(tact.wait(after: .stationary), isClose: 30, within: 0)
        tact.answered(.stationary, .heeded, at: moment(76).utc)
        #expect(tact.memory.ignored.isEmpty)
    }

    @Test func whatWasDismissedWaitsLonger() {
        var tact = Tact()
        _ = said(upTo: 65, &tact)
        tact.answered(.stationary, .dismissed, at: moment(66).utc)
        expect(tact.wait(after: .stationary), isClose: 45, within: 0)
        // An answer to nothing changes nothing.
        tact.answered(.stationary, .dismissed, at: moment(67).utc)
        expect(tact.wait(after: .stationary), isClose: 45, within: 0)
    }

    @Test func inQuietHoursItIsKeptForAfterIfStillTrue() {
        var tact = Tact()
        // 05:30 and an hour: 06:31 is quiet, 07:00 is not.
        #expect(said(upTo: 100, hour: 5.5, &tact) == [90])
        var other = Tact()
        #expect(reason(other.decide(rule, inputs(61), at: moment(61, hour: 5.5))) == .quietHours)
        // At seven the bout is over.
        var active = Made.minutes(61)
        active.append(Made.minute(at: 61 * 60, state: .active, 0.01))
        #expect(
            reason(other.decide(rule, Made.inputs(active), at: moment(62, hour: 7)))
                == .nothingToSay)
    }

    @Test func whereTheTimeOfDayIsNotKnownNoHourIsQuiet() {
        var tact = Tact()
        let moment = Tact.Moment(utc: 1_700_000_000)
        #expect(tact.decide(rule, inputs(61), at: moment).insight != nil)
    }

    @Test func itIsDeferredWhileSomebodyIsBusyOrAsleep() {
        let changes: [(Silence.Reason, (inout Tact.Moment) -> Void)] = [
            (.asleep, { $0.isAsleep = true }), (.doNotDisturb, { $0.doNotDisturb = true }),
            (.personIsActive, { $0.isActive = true }),
            (.personIsAroused, { $0.isAroused = true }),
        ]
        for (expected, change) in changes {
            var tact = Tact()
            var moment = moment(61)
            change(&moment)
            #expect(reason(tact.decide(rule, inputs(61), at: moment)) == expected)
            #expect(tact.decide(rule, inputs(62), at: self.moment(62)).insight != nil)
        }
    }

    @Test func aNoteIsNotDeferredByMovement() {
        var tact = Tact()
        var moment = moment(5)
        moment.isActive = true
        let stretch = Made.stretch(300, [.leadOff])
        let inputs = QualityRule.Inputs(role: .ecg, current: stretch, wear: .worn, now: 300)
        #expect(tact.decide(QualityRule(), inputs, at: moment).insight != nil)
        moment.isAsleep = true
        var anew = Tact()
        #expect(reason(anew.decide(QualityRule(), inputs, at: moment)) == .asleep)
    }

    @Test func notMoreThanSoManyADay() {
        var settings = TactSettings()
        settings.suggestionsPerDayMax = 2
        settings.backOff = 1
        var tact = Tact(settings: settings)
        #expect(said(upTo: 300, &tact) == [61, 121])
        #expect(reason(tact.decide(rule, inputs(300), at: moment(300))) == .dailyCap)
        // A day later, another bout.
        let later = Tact.Moment(utc: Seconds(moment(121).utc.value + 86_401))
        #expect(tact.decide(rule, inputs(61), at: later).insight != nil)
    }

    @Test func whatIsOverIsSaidOnlyIfTheTroubleWas() {
        let bad = Made.stretch(300, [.leadOff])
        let good = Made.stretch(120, [], from: 300)
        func trouble(_ minutes: Double) -> QualityRule.Inputs {
            .init(role: .ecg, current: bad, wear: .worn, now: Seconds(60 * minutes))
        }
        func back(_ minutes: Double) -> QualityRule.Inputs {
            .init(
                role: .ecg, current: good, previous: bad, wear: .worn,
                now: Seconds(60 * minutes))
        }
        var tact = Tact()
        #expect(reason(tact.decide(QualityRule(), back(7), at: moment(7))) == .nothingToSay)
        #expect(tact.decide(QualityRule(), trouble(5), at: moment(5)).insight != nil)
        #expect(reason(tact.decide(QualityRule(), trouble(6), at: moment(6))) == .alreadySaid)
        #expect(tact.decide(QualityRule(), back(7), at: moment(7)).insight != nil)
        #expect(reason(tact.decide(QualityRule(), back(8), at: moment(8))) == .alreadySaid)
    }

    @Test func aTrendIsToldAgainOnlyAfterItTurned() {
        var tact = Tact()
        let rule = TrendRule()
        func inputs(_ first: Double, _ last: Double) -> TrendRule.Inputs {
            .init(
                finding: TrendFinding(windows: Made.windows(24, from: first, to: last)),
                now: 7_200)
        }
        let (down, up) = (inputs(45, 30), inputs(30, 45))
        #expect(tact.decide(rule, down, at: moment(1)).insight != nil)
        #expect(reason(tact.decide(rule, down, at: moment(6))) == .alreadySaid)
        #expect(tact.decide(rule, up, at: moment(11)).insight != nil)
        #expect(tact.decide(rule, down, at: moment(16)).insight != nil)
    }

    @Test func theMemorySurvivesARestart() {
        var one = Tact()
        _ = said(upTo: 150, &one)
        let said = one.memory.said.map {
            TactMemory.Said(
                kind: $0.kind, key: $0.key, began: $0.began, stage: $0.stage, utc: $0.utc,
                expires: $0.expires, isOpen: $0.isOpen)
        }
        var other = Tact(memory: TactMemory(said: said, ignored: one.memory.ignored))
        for minutes in stride(from: 151, through: 400, by: 1) {
            #expect(
                one.decide(rule, inputs(minutes), at: moment(minutes))
                    == other.decide(rule, inputs(minutes), at: moment(minutes)))
        }
    }

    @Test func theMemoryIsBounded() {
        var tact = Tact()
        tact.settings.notesPerDayMax = 10_000
        for index in 0..<500 {
            let stretch = Made.stretch(300, [.leadOff], from: Double(index * 100))
            let inputs = QualityRule.Inputs(
                role: .ecg, current: stretch, wear: .worn, now: Seconds(Double(index * 100 + 300)))
            _ = tact.decide(
                QualityRule(), inputs, at: Tact.Moment(utc: Seconds(1e9 + Double(index * 100))))
        }
        #expect(tact.memory.said.count == TactMemory.countMax)
        tact.advance(to: Seconds(2e9))
        #expect(tact.memory.said.isEmpty)
    }
}
