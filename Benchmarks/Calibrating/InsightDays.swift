public import Insights
import Biosignals
import Sedentary

/// Whole insights on seeded days: what the rule said, how surely, and whether all of it was true.
public enum InsightDays {
    /// Days that the shipped calibration was fitted to, and days that it is judged by.
    public static let fitted: Range<UInt64> = 1..<4_001
    public static let tested: Range<UInt64> = 100_001..<101_501
    /// Hours of windows a trend looks back on.
    private static let trendReach = 4.0 * 3_600

    /// What the rule said once.
    public struct Said: Sendable {
        /// Whose day, the raw probability of the joint draws, and whether all of it was true.
        public let item: Reliability.Case
        public let unrest: BoutUnrest
        /// Whether it told a decline beside the stationary time.
        public let tellsDecline: Bool
    }

    public static func run(seeds: Range<UInt64>) -> [Said] {
        var said: [Said] = []
        for seed in seeds { day(seed, &said) }
        return said
    }

    private static func day(_ seed: UInt64, _ all: inout [Said]) {
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
            all.append(
                Said(
                    item: item, unrest: inputs.unrest(breakSteps: rule.settings.breakSteps),
                    tellsDecline: tellsDecline))
        }
    }

    private static func trend(of day: SyntheticDay, until end: Double) -> TrendFinding? {
        TrendFinding(
            windows: day.windows.filter {
                $0.window.upperBound <= end && $0.window.lowerBound >= end - trendReach
            })
    }
}
