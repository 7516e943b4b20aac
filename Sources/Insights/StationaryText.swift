import Biosignals
import Sedentary

/// The sentences of `StationaryRule`, from its claims.
struct StationaryText {
    var ledger = ClaimLedger()
    /// Of the stationary minutes; every word about the bout rests on it.
    let time: Claim
    let decline: Claim?
    private let told: StationaryRule.Told
    private let length: Claim
    private let sitting: Claim?
    private let sittingTime: Claim?
    private var limits: [Sentence] = []
    var changes: [Sentence] = []
    var whyNotHigher: Sentence?

    init(
        _ told: StationaryRule.Told, _ inputs: StationaryInputs,
        _ settings: StationaryRule.Settings
    ) {
        self.told = told
        let bout = told.bout
        let window = bout.start.value..<bout.end.value
        time = ledger.add(
            "stationary_time", bout.minutes.rounded(), unit: "min",
            interval95: bout.minutesInterval95, window: window, channels: inputs.channels,
            method: "sum of the epochs' probabilities, Tremblay et al. (2017) for the bout",
            count: Words.whole((bout.end.value - bout.start.value) / 60))
        if let sure = told.sittingProbability {
            sittingTime = ledger.add(
                "sitting_time", bout.minutes.rounded(), unit: "min",
                interval95: bout.minutesInterval95, window: window, channels: inputs.channels,
                source: inputs.posture?.source ?? .samples,
                method: "stationary time in evidenced posture")
            sitting = ledger.add(
                "sitting_probability", sure, unit: "1", window: window,
                source: inputs.posture?.source ?? .samples)
        } else {
            (sittingTime, sitting) = (nil, nil)
        }
        decline = told.decline?.finding.claim(in: &ledger, channel: .ecg)
        if let steps = told.steps {
            _ = ledger.add(
                "step_count", steps.today.rounded(), unit: "1",
                window: Self.counted(steps, inputs),
                source: .context(subject: steps.subject))
        }
        length = ledger.add(
            setting: "break_minutes", Double(settings.breakMinutes), unit: "min", at: inputs.now,
            method: GuidelineTable.method(forBreak: Double(settings.breakMinutes)))
        addLimits(inputs, settings)
    }

    /// From the day's beginning, where that is known, to the newest count.
    private static func counted(
        _ steps: StationaryInputs.StepCount, _ inputs: StationaryInputs
    ) -> Range<Double> {
        let until = inputs.now.value - max(0, steps.age.value)
        let start = inputs.localSecondOfDay.map { inputs.now.value - $0 } ?? until
        return min(start, until)..<until
    }

    private mutating func addLimits(
        _ inputs: StationaryInputs, _ settings: StationaryRule.Settings
    ) {
        if sitting == nil {
            limits.append(
                """
                posture is not observed: \(.stationary, by: time), not necessarily \(named: .sitting)
                """)
        }
        if inputs.asleepProbability == nil { limits.append("sleep is not told from rest") }
        if told.usable < settings.usableGood {
            let seen = ledger.add(
                "usable_share", (100 * told.usable).rounded(.down), unit: "%", window: time.window,
                channels: inputs.channels)
            limits.append("only \(seen, .percent) of the time was seen, and only that is counted")
        }
        if told.steps == nil { limits.append("no recent count of steps was told by anybody") }
        if let decline = told.decline {
            limits += TrendRule.limits(decline)
            limits.append(
                "heart rate variability is told beside the time, neither as its effect nor as its proof"
            )
        }
    }

    /// What the confidence would be if something were otherwise.
    mutating func claim(ofConfidence value: Double, at now: Seconds) -> Claim {
        ledger.add(
            "confidence_if_unknown", value, unit: "1", window: now.value..<now.value,
            source: .counterfactual)
    }

    mutating func limit(_ confidence: Confidence) {
        if confidence.kind == .uncalibratedModel {
            limits.append("the probabilities come from a model that is not yet calibrated")
        }
    }

    var sentences: Insight.Sentences {
        Insight.Sentences(
            text: "Suggesting a \(length, .minuteLong) walk break",
            headline: "Suggesting \(length, .minuteLong) walk break",
            reason: reason(.duration, between: "; heart rate variability is "),
            briefReason: reason(.roundedDuration, between: ", heart rate variability "),
            wouldChangeIf: changes, limits: limits, whyNotHigher: whyNotHigher)
    }

    private func reason(_ form: NumberForm, between: StaticString) -> Sentence {
        var reason: Sentence =
            if let sitting, let sittingTime {
                "\(begin: .sedentary, by: sitting) for \(sittingTime, form)"
            } else {
                "\(begin: .stationary, by: time) for \(time, form)"
            }
        if let decline {
            reason = reason + Sentence(stringLiteral: between) + "\(.declining, by: decline)"
        }
        return reason
    }

    static func whyNotHigher(_ costly: Proposition, _ sure: Claim) -> Sentence {
        switch costly.quantity {
        case "sitting": "were posture certain, the confidence would be \(sure, .probability)"
        case "hrv_trend":
            "were chance ruled out as the cause of the trend, it would be \(sure, .probability)"
        default:
            "were the minutes certain, the confidence would be \(sure, .probability)"
        }
    }
}
