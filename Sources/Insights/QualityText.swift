import Biosignals

/// The sentences of `QualityRule`, from its claims.
struct QualityText {
    private var ledger = ClaimLedger()
    private let told: QualityRule.Told
    private let inputs: QualityRule.Inputs
    private let settings: QualityRule.Settings
    private let since: Claim
    private let lasted: Claim
    private let share: Claim
    private let sinceForm: NumberForm

    init(
        _ told: QualityRule.Told, _ inputs: QualityRule.Inputs, _ settings: QualityRule.Settings
    ) {
        self.told = told
        self.inputs = inputs
        self.settings = settings
        let stretch = told.good ?? told.bad
        let began = stretch.since.value
        let window = began..<max(began, inputs.now.value)
        let roles = [inputs.role]
        if let local = inputs.localSecondOfDay, local.isFinite {
            since = ledger.add(
                told.good == nil ? "unusable_since" : "usable_since",
                Self.secondOfDay(local - (inputs.now.value - began)), unit: "s of day",
                window: window,
                channels: roles)
            sinceForm = .clockTime
        } else {
            since = ledger.add(
                told.good == nil ? "unusable_since" : "usable_since", began, unit: "s",
                window: window, channels: roles)
            sinceForm = .elapsed
        }
        lasted = ledger.add(
            "unusable_time", told.bad.minutes.rounded(), unit: "min",
            window: told.bad.since.value..<told.bad.since.value + Double(told.bad.seconds),
            channels: roles, count: told.bad.seconds)
        let part =
            told.good.map { Double($0.seconds - $0.unusable) / Double(max(1, $0.seconds)) }
            ?? told.share
        share = ledger.add(
            told.good == nil ? "reason_share" : "usable_share", (100 * part).rounded(.down),
            unit: "%", window: window, channels: roles, method: told.trouble.rawValue,
            count: told.good?.seconds ?? told.bad.unusable)
    }

    /// 0..<86,400, also of an evening before.
    private static func secondOfDay(_ seconds: Double) -> Double {
        let rest = seconds.truncatingRemainder(dividingBy: 86_400)
        return rest < 0 ? rest + 86_400 : rest
    }

    func insight(_ model: ConfidenceModel<QualityRule.Inputs>) -> Insight {
        var text = self
        let rule = QualityRule(settings: settings, model: model)
        let proposition = rule.proposition(told)
        let confidence = model.confidence(
            of: [proposition], given: inputs, rule: QualityRule.id)
        let headline = told.good == nil ? trouble : resolved
        let changes = text.changes(rule)
        let why = WhyNotHigher.sentence(
            [proposition], confidence, inputs.now, &text.ledger
        ) { _, sure in "over more time the confidence would near \(sure, .probability)" }
        var limits: [Sentence] = [
            "the reason is told from the signal: nobody saw the sensor"
        ]
        if inputs.wear == .unknown { limits.append("whether the device is worn is not known") }
        if told.trouble == .unclear { limits.append("no reason holds for most of the time") }
        return Insight(
            kind: .quality, rule: QualityRule.id,
            action: told.good == nil ? told.trouble.action : "note_signal_back",
            sentences: Insight.Sentences(
                text: headline + (told.good == nil ? advice : ""), headline: headline,
                reason: reason, briefReason: reason, wouldChangeIf: changes, limits: limits,
                whyNotHigher: why),
            ledger: text.ledger, confidence: confidence,
            contributions: [
                Contribution(name: told.trouble.rawValue, value: confidence.value)
            ],
            occasion: .init(
                key: "signal \(inputs.role.rawValue)", began: told.bad.since,
                stage: told.good == nil ? 1 : 2, isFollowUp: told.good != nil),
            time: inputs.now, expires: Seconds(inputs.now.value + 1_800))
    }

    /// `ECG electrode loose since 10:42`.
    private var trouble: Sentence {
        let state: Sentence =
            switch told.trouble {
            case .leadOff: "\(.loose, by: share)"
            case .flat: "\(.withoutSignal, by: share)"
            case .motion: "\(.shaken, by: share)"
            case .saturated: "\(.beyondRange, by: share)"
            case .mains: "\(.disturbed, by: share)"
            case .weak: "\(.weak, by: share)"
            case .unclear: "\(.notUsable, by: share)"
            }
        return thing + " " + state + " since \(since, sinceForm)"
    }

    private var resolved: Sentence {
        thing + " \(.good, by: share) again since \(since, sinceForm)"
    }

    /// What is held against the body, or the signal where the fault is not the contact's.
    private var thing: Sentence {
        let ofContact = told.trouble == .leadOff
        return switch inputs.role {
        case .ecg: ofContact ? "ECG electrode" : "ECG"
        case .ppg: ofContact ? "Pulse sensor" : "Pulse signal"
        case .eda: ofContact ? "Skin conductance electrode" : "Skin conductance"
        case .respiration: ofContact ? "Breathing electrode" : "Breathing signal"
        case .acceleration: "Motion sensor"
        case .temperature: ofContact ? "Temperature sensor" : "Temperature"
        }
    }

    private var advice: Sentence {
        switch told.trouble {
        case .leadOff:
            inputs.role == .ppg || inputs.role == .temperature
                ? ": press the sensor on" : ": press the electrode on"
        case .flat: ": check the cable and the plug"
        case .motion: ": it comes back when the movement ends, or fasten the cable"
        case .saturated: ": wait a little, or put it on anew"
        case .mains: ": move away from mains cables and chargers"
        case .weak: ": moisten the contact or put it on anew"
        case .unclear: ": look after the sensor and its cable"
        }
    }

    private var reason: Sentence {
        if told.good != nil {
            return
                "\(share, .percent) of the seconds since then are \(.good, by: share); it was \(.notUsable, by: lasted) for \(lasted, .duration)"
        }
        let cause: Sentence =
            switch told.trouble {
            case .leadOff: "; in \(share, .percent) of it there was no contact"
            case .flat: "; in \(share, .percent) of it the line did not move at all"
            case .motion: "; in \(share, .percent) of it motion hid the rest"
            case .saturated:
                "; in \(share, .percent) of it the input was \(.beyondRange, by: share)"
            case .mains: "; in \(share, .percent) of it mains hum hid the rest"
            case .weak: "; in \(share, .percent) of it noise hid the rest"
            case .unclear:
                "; \(share, .percent) of it was \(.notUsable, by: share), for several reasons"
            }
        return "The signal was \(.notUsable, by: lasted) for \(lasted, .duration)" + cause
    }

    /// By running the rule again: how much less of it would not have been told.
    private mutating func changes(_ rule: QualityRule) -> [Sentence] {
        guard told.good == nil else { return [] }
        let bad = told.bad
        func shortened(by seconds: Int) -> QualityRule.Inputs {
            var other = inputs
            other.current?.seconds = bad.seconds - seconds
            other.current?.unusable = max(0, bad.unusable - seconds)
            for (reason, count) in bad.reasons {
                other.current?.reasons[reason] = max(0, count - seconds)
            }
            return other
        }
        func isSaid(_ inputs: QualityRule.Inputs) -> Bool {
            rule.verdict(inputs).told?.trouble == told.trouble
        }
        guard
            let seconds = Bisection.least(
                in: 0...bad.seconds, where: { !isSaid(shortened(by: $0)) })
        else { return [] }
        let spare = ledger.add(
            "seconds_to_spare", Double(seconds), unit: "s", window: since.window,
            source: .counterfactual)
        return ["\(spare, .count) s of it less and nothing would have been said of it"]
    }
}
