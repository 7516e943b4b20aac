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
        if let settled { sayRecovery(settled, isPulse: isPulse, at: window.upperBound) }
    }

    /// The end of the session ends its day.
    mutating func finishDays(at end: Double) {
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
