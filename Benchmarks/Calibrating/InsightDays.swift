public import Insights
import Biosignals
import Sedentary

/// Whole insights on seeded days: what the rule said, how surely, and whether all of it was true.
public enum InsightDays {
    /// Hours of windows a trend looks back on.
    private static let trendReach = 4.0 * 3_600

    public struct Outcome: Sendable {
        /// What the rule said, all of it, with the raw probability of the joint draws.
        public var all: [Reliability.Case] = []
        /// Of those, the stationary time alone, and with a decline beside it.
        public var timeAlone: [Reliability.Case] = []
        public var withDecline: [Reliability.Case] = []
    }

    public static func run(seeds: Range<UInt64>) -> Outcome {
        var outcome = Outcome()
        for seed in seeds { day(seed, &outcome) }
        return outcome
    }

    private static func day(_ seed: UInt64, _ outcome: inout Outcome) {
        let day = SyntheticDay(seed: seed)
        // What is said and when does not depend on the confidence, which is drawn below.
        let rule = StationaryRule()
        let model = ConfidenceModel<StationaryInputs>.jointDraws(seed: seed, calibration: nil)
        var (tracker, kept, said) = (BoutTracker(), BoutMinutes(), 0)
        for minute in day.minutes {
            _ = tracker.process(minute.epoch)
            kept.append(StationaryMinute(minute.epoch), lasts: tracker.current != nil)
            guard let bout = tracker.current else {
                said = 0
                continue
            }
            guard bout.minutes >= rule.settings.minutesMin * Double(said + 1) else { continue }
            var inputs = StationaryInputs(
                minutes: kept.minutes, now: minute.epoch.end, channels: [.ecg])
            inputs.trend = trend(of: day, until: minute.epoch.end.value)
            guard let insight = rule.decide(inputs).insight, insight.occasion.stage > said else {
                continue
            }
            said = insight.occasion.stage
            let least = rule.settings.minutesMin * Double(said) * StationaryRule.aboutShare
            var propositions = [
                Proposition(
                    name: "time", quantity: "stationary_time", bound: .atLeast(least),
                    probability: 1)
            ]
            var isTrue = day.stillMinutes(in: bout.start.value..<bout.end.value) >= least
            let tellsDecline = insight.claim("hrv_trend") != nil
            if tellsDecline {
                propositions.append(
                    Proposition(
                        name: "decline", quantity: "hrv_trend", bound: .below(0), probability: 1))
                isTrue = isTrue && day.slopePerHour < 0
            }
            let item = Reliability.Case(
                subject: "\(seed)",
                probability: model.confidence(
                    of: propositions, given: inputs, rule: StationaryRule.id
                ).raw, isTrue: isTrue)
            outcome.all.append(item)
            if tellsDecline {
                outcome.withDecline.append(item)
            } else {
                outcome.timeAlone.append(item)
            }
        }
    }

    private static func trend(of day: SyntheticDay, until end: Double) -> TrendFinding? {
        TrendFinding(
            windows: day.windows.filter {
                $0.window.upperBound <= end && $0.window.lowerBound >= end - trendReach
            })
    }
}
