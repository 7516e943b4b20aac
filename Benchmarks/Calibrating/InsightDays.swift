public import Biosignals
public import Insights
import Sedentary
import Foundation

/// Whole insights on seeded days: what the rule said, how surely, and whether all of it was true.
public enum InsightDays {
    /// Hours of windows a trend looks back on.
    private static let trendReach = 4.0 * 3_600

    public struct Outcome: Sendable {
        /// Joint draws: what the rule said, all of it.
        public var joint: [Reliability.Case] = []
        /// The stationary time alone, and with a decline beside it.
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
        var rule = StationaryRule()
        var tracker = BoutTracker()
        var said = 0
        for (index, minute) in day.minutes.enumerated() {
            _ = tracker.process(minute.epoch)
            if tracker.current == nil { said = 0 }
            let isDue = (tracker.current?.minutes ?? 0) >= 60 * Double(said + 1)
            let finding = isDue ? trend(of: day, until: minute.epoch.end.value) : nil
            guard
                let insight = rule.evaluate(
                    tracker.current, usable: 1, trend: finding, channels: [.ecg]),
                let bout = tracker.current
            else { continue }
            said += 1
            let env = ProcessInfo.processInfo.environment
            func e(_ n: String, _ d: Double) -> Double { env[n].flatMap(Double.init) ?? d }
            var model = JointDraws.MovementModel()
            model.ratioVariance = e("V", 6); model.personShift = e("S", 3); model.tempering = e("T", 0.3)
            let epochs = day.minutes[...index].map(\.epoch).filter { $0.start >= bout.start || e("DAY", 0) > 0 }
            let least = 0.9 * 60 * Double(said)
            let window = bout.start.value..<bout.end.value
            var isTrue = day.stillMinutes(in: window) >= least
            let decline = insight.claim("hrv_trend") == nil ? nil : finding
            var generator = SplitMix64(seed: seed &* 1_000 &+ UInt64(index))
            var draws = JointDraws()
            draws.drawStationaryTime(
                of: epochs, since: bout.start,
                within: decline.map { ($0.span, "share") }, model: model, using: &generator)
            var statements: [(quantity: String, holds: (Double) -> Bool)] = [
                ("stationary_time", { $0 >= least })
            ]
            if let decline {
                draws.drawChange(
                    "hrv_trend", value: decline.percent, interval95: decline.interval95,
                    whileStationary: "share", shareMin: TrendFinding.coverageMin,
                    using: &generator)
                statements.append(("hrv_trend", { $0 < 0 }))
                isTrue = isTrue && day.slopePerHour < 0
            }
            guard let raw = draws.probability(statements) else { continue }
            let item = Reliability.Case(subject: "\(seed)", probability: raw, isTrue: isTrue)
            outcome.joint.append(item)
            if decline == nil {
                outcome.timeAlone.append(item)
            } else {
                outcome.withDecline.append(item)
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
