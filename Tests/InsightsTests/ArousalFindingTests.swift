import Biosignals
import Insights
import Testing
import TestKit

struct ArousalFindingTests {
    typealias Minute = ArousalPeople.Minute

    private func outcome(_ minutes: [Minute], seed: UInt64 = 1) -> ArousalFinding.Outcome {
        var people = ArousalPeople(seed: seed)
        return ArousalHistory(people.windows(minutes)).outcome
    }

    private func resting(_ change: (inout Minute) -> Void) -> Minute {
        var minute = Minute.rest
        change(&minute)
        return minute
    }

    private func task(_ change: (inout Minute) -> Void) -> Minute {
        var minute = Minute.task
        change(&minute)
        return minute
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func clearActivationOfBothIsRaised(_ seed: UInt64) throws {
        let finding = try #require(
            outcome([Minute](40, .rest) + [Minute](5, .task), seed: seed).finding)
        #expect(finding.probability.value >= 0.8)
        #expect(finding.heartRateRise.interval95.contains(15))
        #expect(finding.responseRate.value > finding.usualResponseRate.value)
    }

    @Test func oneChannelAloneIsNotEnough() {
        let skin = resting { $0.responses = 12 }
        let heart = task { $0.responses = 3 }
        #expect(outcome([Minute](40, .rest) + [Minute](5, skin)).silence == .skinAlone)
        #expect(outcome([Minute](40, .rest) + [Minute](5, heart)).silence == .heartAlone)
        let noSkin = task { $0.skinUsable = nil }
        let noHeart = task { $0.heartUsable = nil }
        #expect(outcome([Minute](40, .rest) + [Minute](5, noSkin)).silence == .noSkin)
        #expect(outcome([Minute](40, .rest) + [Minute](5, noHeart)).silence == .noHeart)
    }

    @Test func whatElseExplainsItKeepsItSilent() {
        func silence(_ before: [Minute], _ now: Minute) -> ArousalSilence? {
            outcome(before + [Minute](5, now)).silence
        }
        let rest = [Minute](40, .rest)
        #expect(silence(rest, task { $0.state = .active }) == .moving(minutes: 5))
        #expect(silence(rest, task { $0.acceleration = 0.3 }) == .moving(minutes: 5))
        #expect(silence(rest, task { $0.state = .asleep }) == .asleep)
        #expect(silence(rest, task { $0.state = .notWorn }) == .notWorn)
        #expect(silence(rest, task { $0.state = .unknown }) == .movementNotSeen)
        let walk = [Minute](3, task { $0.state = .active })
        #expect(silence(rest + walk, .task) == .justActive(minutes: 3))
        #expect(silence(rest, task { $0.skinUsable = 0.4 }) == .skinUnusable(minutes: 0, needed: 4))
        #expect(
            silence(rest, task { $0.heartUsable = 0.4 }) == .heartUnusable(minutes: 0, needed: 3))
        guard case .warming(let degrees)? = silence(rest, task { $0.temperature = 34 }) else {
            Issue.record("A degree of warming went unnoticed.")
            return
        }
        expect(degrees, isClose: 1, within: 1e-9)
    }

    /// 0.2 µS in a minute, of 5 and more: 4 % a minute at first, 2.2 % at the end of 20 minutes.
    @Test func aLevelThatHadBeenRisingIsDrift() {
        let rising = (0..<25).map { minute in
            Minute(level: 5 + 0.2 * Double(minute), slope: 0.2)
        }
        let now = rising.suffix(5).map { minute -> Minute in
            var now = Minute.task
            (now.level, now.slope) = (minute.level, minute.slope)
            return now
        }
        let silence = outcome([Minute](20, .rest) + rising.dropLast(5) + now).silence
        guard case .drifting? = silence else {
            Issue.record("drift was taken for \(String(describing: silence))")
            return
        }
    }

    @Test func nothingIsUsualBeforeElectrodesHaveSettledAndTenMinutesMore() {
        #expect(
            outcome([Minute](19, .rest) + [Minute](5, .task)).silence
                == .tooLittleUsual(minutes: 9, needed: 10))
        #expect(outcome([Minute](20, .rest) + [Minute](5, .task)).finding != nil)
        // Off for a while: the electrodes settle anew.
        let off = [Minute](5, Minute(state: .notWorn, skinUsable: nil))
        #expect(
            outcome([Minute](40, .rest) + off + [Minute](12, .rest) + [Minute](5, .task)).silence
                == .tooLittleUsual(minutes: 2, needed: 10))
    }

    @Test func restIsNotCalledRaised() {
        var said = 0
        var looks = 0
        for seed in 1...8 as ClosedRange<UInt64> {
            var people = ArousalPeople(seed: seed)
            var history = ArousalHistory()
            for window in people.windows([Minute](60, .rest)) {
                history.append(window)
                looks += 1
                if history.outcome.finding != nil { said += 1 }
            }
        }
        #expect(looks == 480)
        #expect(said == 0)
    }

    @Test func theSameTwiceIsTheSame() {
        let minutes = [Minute](40, .rest) + [Minute](5, .task)
        #expect(outcome(minutes) == outcome(minutes))
    }

    @Test func noWindowIsNothingSeen() {
        #expect(ArousalHistory().outcome == .silent(.nothingSeen))
    }
}
