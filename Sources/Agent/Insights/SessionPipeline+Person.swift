import Biosignals
import HRV
import Insights
import RealModule
import Sedentary

/// What the session learns of the person, and what the person's own days say of this one.
extension SessionPipeline {
    /// Five minutes of variability: into the baseline, and into the choice of the day's resting value.
    mutating func notePerson(
        _ window: Range<Double>, _ panel: HRVPanel, source: BeatSource
    ) {
        let isPulse = source == .ppg
        guard case .value(let rmssd) = panel[.rmssd], rmssd > 0,
            case .value(let rate) = panel[.heartRate],
            let at = settings.localClock.dayAndMinute(
                at: (window.lowerBound + window.upperBound) / 2)
        else { return }
        let isStill = wasStill(in: window)
        if isStill {
            learn(isPulse ? .prvLnRMSSD : .lnRMSSD, Double.log(rmssd), at, panel.usable)
            learn(.heartRate, rate, at, panel.usable)
        }
        var resting = isPulse ? restingPulse : restingHeart
        resting.usualMinute = personal.baseline.usualMinute(
            of: isPulse ? .prvRestingLnRMSSD : .restingLnRMSSD, before: at.day)
        let settled = resting.process(
            RestingWindow(
                day: at.day, minute: at.minute, window: window, rmssd: Milliseconds(rmssd),
                rmssdInterval95: panel.measures.first { $0.name == .rmssd }?.interval95,
                heartRate: PerMinute(rate), usable: panel.usable, isStationary: isStill))
        if isPulse { restingPulse = resting } else { restingHeart = resting }
        guard let settled else { return }
        if settled.recoveryDay < at.day {
            // A morning that another day has followed is worth no word, but it is a day of the person.
            _ = personal.add(settled, isPulse: isPulse)
        } else {
            sayRecovery(settled, isPulse: isPulse, at: window.upperBound)
        }
    }

    /// What the person's last session left: when something was said, and a night that was not over. A
    /// night that has its value from an earlier recording gets no second one.
    mutating func takeOver() {
        let clock = settings.localClock
        if settings.carriesOn {
            let left = personal.handover
            tact = Tact(settings: settings.insights.tact, memory: left.tact)
            restingHeart = left.heart.resting(origin: clock.utc(at: 0))
            restingPulse = left.pulse.resting(origin: clock.utc(at: 0))
        } else if let start = clock.dayAndMinute(at: 0) {
            let minute = start.day * 1_440 + start.minute
            let baseline = personal.baseline
            restingHeart = DayResting(given: baseline.restingDay(isPulse: false, before: minute))
            restingPulse = DayResting(given: baseline.restingDay(isPulse: true, before: minute))
        }
    }

    /// What the person's next session goes on with.
    mutating func handOver() {
        guard settings.carriesOn else { return }
        let origin = settings.localClock.utc(at: 0)
        personal.handover.tact = tact.memory
        personal.handover.heart = .init(restingHeart, origin: origin)
        personal.handover.pulse = .init(restingPulse, origin: origin)
    }

    /// The end of the session ends its day, unless another session may still see the night or morning.
    mutating func finishDays(at end: Double) {
        if settings.carriesOn, let now = settings.localClock.dayAndMinute(at: end),
            DayResting.recoveryDay(day: now.day, minute: now.minute) != nil
        {
            return
        }
        if let value = restingHeart.finish() { sayRecovery(value, isPulse: false, at: end) }
        if let value = restingPulse.finish() { sayRecovery(value, isPulse: true, at: end) }
    }

    /// Asleep or awake, but without movement throughout.
    private func wasStill(in window: Range<Double>) -> Bool {
        let states = epochStates.filter {
            $0.end > window.lowerBound && $0.end <= window.upperBound
        }
        return !states.isEmpty
            && states.allSatisfy { $0.state == .stationary || $0.state == .asleep }
    }

    private mutating func sayRecovery(_ value: RestingValue, isPulse: Bool, at seconds: Double) {
        recovery = (value, isPulse, seconds)
        askOfRecovery(at: Seconds(seconds))
        _ = personal.add(value, isPulse: isPulse)
    }

    /// What must not be said in the quiet hours is asked again after them.
    mutating func askOfRecovery(at now: Seconds) {
        guard let waiting = recovery else { return }
        let inputs = RecoveryRule.Inputs(
            resting: waiting.value, baseline: personal.baseline, isPulse: waiting.isPulse,
            time: now)
        let isOver = say(rules.recovery, inputs, at: now)
        if isOver || now.value - waiting.since > Self.recoveryWorth { recovery = nil }
    }

    /// A night's value is worth a word until the evening.
    private static let recoveryWorth = 12.0 * 3_600

    private mutating func learn(
        _ measure: BaselineMeasure, _ value: Double, _ at: (day: Int, minute: Int),
        _ usable: Double
    ) {
        _ = personal.add(
            measure, day: at.day, minute: at.minute, value: value, usable: usable)
    }
}
