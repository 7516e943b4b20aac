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

    public static let limits = [
        "posture is not observed: stationary, not necessarily sitting",
        "sleep is not told from rest",
        "the probabilities come from a model that is not yet calibrated",
    ]

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
        let stationary = Claim(
            id: "c1", quantity: "stationary_time", value: bout.minutes.rounded(), unit: "min",
            interval95: bout.minutesInterval95, window: bout.start.value..<bout.end.value,
            channels: channels)
        // The claim is "about as long as said": within a tenth of the threshold it has reached.
        let reached = probabilityAtLeast(due * 0.9, of: bout)
        var terms = [
            Confidence.Term(name: "P(stationary at least \(Int(due * 0.9)) min)", value: reached),
            Confidence.Term(name: "usable share of the bout", value: max(0, min(1, usable))),
            Confidence.Term(
                name: "accuracy of motion and heart rate on labelled recordings",
                value: EpochClassifier.skill),
        ]
        var trendClaims: [Claim] = []
        if let declining {
            trendClaims.append(declining.claim(id: "c2"))
            terms.append(
                Confidence.Term(
                    name: TrendFinding.signTerm, value: declining.signConfidence))
        }
        let addition = declining == nil ? "" : "; heart rate variability is declining"
        let briefAddition = declining == nil ? "" : ", heart rate variability declining"
        let limits =
            Self.limits
            + (declining == nil
                ? [] : [TrendRule.noBaseline, TrendRule.notAnEffect, TrendRule.looksRepeatedly])
        return Insight(
            kind: .stationary, action: "suggest_walk_break",
            text: "Suggesting a \(settings.breakMinutes)-minute walk break",
            headline: "Suggesting \(settings.breakMinutes)-minute walk break",
            reason: "Stationary for \(Words.duration(minutes: bout.minutes))" + addition,
            briefReason: "Stationary for \(Words.roundedDuration(minutes: bout.minutes))"
                + briefAddition,
            firstClaim: stationary, furtherClaims: trendClaims,
            confidence: Confidence(terms: terms, kind: .uncalibratedModel),
            wouldChangeIf: wouldChangeIf(bout, due: due, declining: declining), limits: limits,
            time: bout.end, expires: Seconds(bout.end.value + 30 * 60))
    }

    private func wouldChangeIf(
        _ bout: StationaryBout, due: Double, declining: TrendFinding?
    ) -> [String] {
        let spare = max(0, Int((bout.minutes - due).rounded(.down)))
        var changes = [
            "one active minute since this bout began would have ended it",
            "\(spare + 1) stationary \(spare == 0 ? "minute" : "minutes") fewer and nothing would "
                + "have been said",
        ]
        if declining != nil {
            changes.append(
                "without the decline the break would still be suggested, on the time alone")
        }
        return changes
    }

    /// Normal approximation to the sum of the epochs.
    private func probabilityAtLeast(_ minutes: Double, of bout: StationaryBout) -> Double {
        let deviation = bout.minutesDeviation
        guard deviation > 0 else { return bout.minutes >= minutes ? 1 : 0 }
        let z = (bout.minutes - minutes) / deviation
        return max(0, min(1, 0.5 * (1 + Double.erf(z / 2.0.squareRoot()))))
    }
}
