public import Biosignals
public import Sedentary
import RealModule

/// Suggests a break when somebody has been stationary for long.
///
/// Says it once when a bout reaches the threshold and again after each further threshold's worth
/// of minutes, at most `remindersMax` times a bout. A decline of heart rate variability, if there
/// is one, is told beside it; it is no effect and no proof of sitting (Bates et al. 2021).
/// Source: interrupting long sitting with walking, ADA (2016) and Duran et al. (2023),
///         doi:10.1249/MSS.0000000000003109.
public struct StationaryRule: Sendable {
    public struct Settings: Equatable, Sendable {
        /// Stationary minutes before the first suggestion.
        public var minutesMin = 60.0
        /// Length of the suggested walk.
        public var breakMinutes = 5
        public var remindersMax = 4

        public init() {}
    }

    static let id = RuleID("stationary-break", version: 1)

    private let settings: Settings
    private var boutStart: Double?
    private var remindersGiven = 0

    public init(settings: Settings = Settings()) { self.settings = settings }

    /// - Parameters:
    ///   - bout: the bout that lasts now; nil when there is none.
    ///   - usable: share of the bout with a usable signal, 0…1.
    ///   - channels: the roles whose samples the epochs rest on.
    public mutating func evaluate(
        _ bout: StationaryBout?, usable: Double, trend: TrendFinding?, channels: [ChannelRole]
    ) -> Insight? {
        guard let bout else {
            boutStart = nil
            return nil
        }
        if boutStart != bout.start.value {
            boutStart = bout.start.value
            remindersGiven = 0
        }
        let due = settings.minutesMin * Double(remindersGiven + 1)
        guard remindersGiven < settings.remindersMax, bout.minutes >= due else { return nil }
        remindersGiven += 1
        return insight(
            bout, usable: usable,
            declining: trend.flatMap { $0.direction == .declining ? $0 : nil },
            due: due, channels: channels)
    }

    private func insight(
        _ bout: StationaryBout, usable: Double, declining: TrendFinding?, due: Double,
        channels: [ChannelRole]
    ) -> Insight {
        var ledger = ClaimLedger()
        let stationary = ledger.add(
            "stationary_time", bout.minutes.rounded(), unit: "min",
            interval95: bout.minutesInterval95, window: bout.start.value..<bout.end.value,
            channels: channels)
        let length = ledger.add(
            setting: "break_minutes", Double(settings.breakMinutes), unit: "min", at: bout.end)
        let spare = ledger.add(
            "spare_minutes", max(0, (bout.minutes - due).rounded(.down)) + 1, unit: "min",
            window: bout.start.value..<bout.end.value, source: .counterfactual)
        // The claim is "about as long as said": within a tenth of the threshold it has reached.
        let reached = probabilityAtLeast(due * 0.9, of: bout)
        var terms = [
            Confidence.Term(name: "P(stationary at least \(Int(due * 0.9)) min)", value: reached),
            Confidence.Term(name: "usable share of the bout", value: max(0, min(1, usable))),
            Confidence.Term(
                name: "accuracy of motion and heart rate on labelled recordings",
                value: EpochClassifier.skill),
        ]
        var reason: Sentence = "\(begin: .stationary, by: stationary) for \(stationary, .duration)"
        var brief: Sentence =
            "\(begin: .stationary, by: stationary) for \(stationary, .roundedDuration)"
        var limits: [Sentence] = [
            "posture is not observed: \(.stationary, by: stationary), not necessarily \(named: .sitting)",
            "sleep is not told from rest",
            "the probabilities come from a model that is not yet calibrated",
        ]
        var changes: [Sentence] = [
            "a minute of walking since this bout began would have ended it",
            "\(spare, .duration) less and nothing would have been said",
        ]
        if let declining {
            let change = declining.claim(in: &ledger)
            terms.append(.init(name: TrendFinding.signTerm, value: declining.signConfidence))
            reason = reason + "; heart rate variability is \(.declining, by: change)"
            brief = brief + ", heart rate variability \(.declining, by: change)"
            limits += [TrendRule.noBaseline, TrendRule.notAnEffect, TrendRule.looksRepeatedly]
            changes.append(
                "without the \(.decline, by: change) the break would be suggested as well, on the time alone"
            )
        }
        let said: Sentence = "Suggesting a \(length, .minuteLong) walk break"
        return Insight(
            kind: .stationary, rule: Self.id, action: "suggest_walk_break",
            sentences: .init(
                text: said, headline: "Suggesting \(length, .minuteLong) walk break",
                reason: reason, briefReason: brief, wouldChangeIf: changes, limits: limits),
            ledger: ledger,
            confidence: Confidence(terms: terms, raw: terms.reduce(1) { $0 * $1.value }),
            occasion: .init(key: "bout \(bout.start.value)", stage: remindersGiven),
            time: bout.end, expires: Seconds(bout.end.value + 30 * 60))
    }

    /// Normal approximation to the sum of the epochs.
    private func probabilityAtLeast(_ minutes: Double, of bout: StationaryBout) -> Double {
        let deviation = bout.minutesDeviation
        guard deviation > 0 else { return bout.minutes >= minutes ? 1 : 0 }
        let z = (bout.minutes - minutes) / deviation
        return max(0, min(1, 0.5 * (1 + Double.erf(z / 2.0.squareRoot()))))
    }
}
