public import Biosignals

/// Tells when heart rate variability has clearly declined or risen over stationary hours.
///
/// Method: `TrendFinding`: Theil–Sen slope of ln RMSSD with its interval. Said only if the 90 %
///         interval excludes no change, the change is at least the larger of the setting and the
///         person's smallest worthwhile change, and, once enough days are known, it also lies beyond
///         how the variability usually changes at that time of day.
/// Source: smallest worthwhile change: Plews et al. (2012), doi:10.1007/s00421-012-2354-4.
/// Differs: the guard against the daily rhythm is this project's.
public struct TrendRule: InsightRule, Equatable {
    public struct Settings: Equatable, Sendable {
        public var isOn = true
        /// A smaller change is not worth a sentence, %.
        public var percentMin = TrendFinding.percentMin
        /// Days before the usual change of the same hours counts.
        public var daysMin = 7

        public init() {}
    }

    public struct Inputs: Sendable {
        public var finding: TrendFinding?
        public var usual: UsualChange?
        public var now: Seconds
        /// What the beats came from.
        public var channel = ChannelRole.ecg

        public init(finding: TrendFinding?, usual: UsualChange? = nil, now: Seconds) {
            self.finding = finding
            self.usual = usual
            self.now = now
        }
    }

    public static let id = RuleID("hrv-trend", version: 2)
    public static let sources = [
        Citation("Sen (1968)", doi: "10.1080/01621459.1968.10480934"),
        Citation("Hamed & Rao (1998)", doi: "10.1016/S0022-1694(97)00125-X"),
        Citation("Plews et al. (2012)", doi: "10.1007/s00421-012-2354-4"),
    ]
    /// Two-sided 90 % of the normal distribution.
    static let z90 = 1.645

    public let settings: Settings
    private let model: ConfidenceModel<Inputs>

    public init(
        settings: Settings = Settings(), model: ConfidenceModel<Inputs> = ConfidenceModel()
    ) {
        self.settings = settings
        self.model = model
    }

    public static func == (one: TrendRule, other: TrendRule) -> Bool {
        one.settings == other.settings
    }

    public func decide(_ inputs: Inputs) -> Decision {
        verdict(inputs).decision { told in insight(told, inputs) }
    }

    // MARK: What is true

    /// A change that is worth telling.
    struct Told: Equatable, Sendable {
        let finding: TrendFinding
        let direction: TrendFinding.Direction
        /// What the change had to reach, %.
        let percentMin: Double
        /// The usual change it was held against; nil while too few days are known.
        let usual: UsualChange?

        var word: JudgedWord { direction == .declining ? .declining : .rising }
        var noun: JudgedWord { direction == .declining ? .decline : .rise }
    }

    func verdict(_ inputs: Inputs) -> Verdict<Told> {
        guard settings.isOn else { return .silent(Silence(.turnedOff)) }
        guard let finding = inputs.finding else { return .silent(Silence(.tooLittleData)) }
        return Self.verdict(finding, usual: inputs.usual, settings)
    }

    static func verdict(
        _ finding: TrendFinding, usual: UsualChange?, _ settings: Settings
    ) -> Verdict<Told> {
        let known = usual.flatMap { $0.days >= settings.daysMin ? $0 : nil }
        let least = max(settings.percentMin, known?.smallestWorthwhilePercent ?? 0)
        let direction = finding.direction(percentMin: 0)
        guard direction != .none else {
            return .silent(Silence(.notClear, quantity: "hrv_trend", found: finding.percent))
        }
        guard abs(finding.percent) >= least else {
            return .silent(
                Silence(
                    .belowThreshold, quantity: "hrv_trend", found: abs(finding.percent),
                    needed: least))
        }
        if let known {
            guard let against = known.against(finding),
                abs(against.percent) >= least, abs(against.deviations) >= z90,
                (against.percent < 0) == (finding.percent < 0)
            else {
                return .silent(
                    Silence(
                        .insideUsualRange, quantity: "hrv_trend", found: finding.percent,
                        needed: known.percent))
            }
        }
        return .told(
            Told(finding: finding, direction: direction, percentMin: least, usual: known))
    }

    /// That RMSSD went this way, by itself.
    static func proposition(_ told: Told) -> Proposition {
        Proposition(
            name: TrendFinding.signTerm, quantity: "hrv_trend",
            bound: told.direction == .declining ? .below(0) : .above(0),
            probability: told.finding.signConfidence)
    }

    // MARK: What is said

    /// Limits of every statement about a trend.
    static func limits(_ told: Told) -> [Sentence] {
        (told.usual == nil ? [noBaseline] : []) + [looksRepeatedly]
    }

    static let noBaseline: Sentence =
        """
        no baseline for this time of day yet (no_time_of_day_baseline): part of the change may be the \
        daily rhythm
        """
    static let looksRepeatedly: Sentence =
        "the test is made anew for every window, so its p-value is less sure than it says"

    private func insight(_ told: Told, _ inputs: Inputs) -> Insight {
        let finding = told.finding
        var ledger = ClaimLedger()
        let change = finding.claim(in: &ledger, channel: inputs.channel)
        let span = ledger.add(
            "trend_span", ((finding.span.upperBound - finding.span.lowerBound) / 60).rounded(),
            unit: "min", window: finding.span, channels: [inputs.channel])
        let text: Sentence = "Heart rate variability is \(told.word, by: change)"
        var reason: Sentence =
            "RMSSD \(.changed, by: change) by \(change, .change) over \(span, .duration)"
        if let usual = told.usual {
            let claim = ledger.add(
                "usual_change", usual.percent.rounded(), unit: "%", window: finding.span,
                source: .baseline, method: "same hours of earlier days", count: usual.days)
            reason = reason + "; \(.usual, by: claim) at this time of day is \(claim, .change)"
        }
        let confidence = model.confidence(
            of: [Self.proposition(told)], given: inputs, rule: Self.id)
        let sentences = Insight.Sentences(
            text: text, headline: text, reason: reason, briefReason: reason,
            wouldChangeIf: changes(told, inputs, &ledger),
            limits: Self.limits(told) + ["posture is not observed"],
            whyNotHigher: WhyNotHigher.sentence(
                [Self.proposition(told)], confidence, inputs.now, &ledger
            ) { _, sure in
                "were chance ruled out as the cause of the trend, it would be \(sure, .probability)"
            })
        return Insight(
            kind: .trend, rule: Self.id, action: "note_hrv_trend", sentences: sentences,
            ledger: ledger, confidence: confidence,
            contributions: [Contribution(name: "trend", value: confidence.value)],
            occasion: .init(
                key: "hrv-trend \(told.direction.rawValue)",
                replaces: TrendFinding.Direction.allCases.filter { $0 != told.direction }.map {
                    "hrv-trend \($0.rawValue)"
                }), time: inputs.now, expires: Seconds(inputs.now.value + 3_600))
    }

    /// Found by running the rule again: the least setting that would have kept it silent, and what
    /// the usual change would have had to be.
    private func changes(
        _ told: Told, _ inputs: Inputs, _ ledger: inout ClaimLedger
    ) -> [Sentence] {
        func isSilent(percentMin: Double) -> Bool {
            var other = settings
            other.percentMin = percentMin
            return Self.verdict(told.finding, usual: inputs.usual, other).told == nil
        }
        var changes: [Sentence] = []
        if let percent = Bisection.least(in: 0...100, where: { isSilent(percentMin: Double($0)) }) {
            let claim = ledger.add(
                "hrv_trend_min_silent", Double(percent), unit: "%", window: told.finding.span,
                source: .counterfactual)
            changes.append(
                "had a change to reach \(claim, .percent), nothing would have been said")
        }
        var daily = told.usual ?? UsualChange(percent: 0, logDeviation: 0, days: settings.daysMin)
        let sign: Double = told.direction == .declining ? -1 : 1
        let usual = Bisection.least(in: 0...99) {
            daily.percent = sign * Double($0)
            return Self.verdict(told.finding, usual: daily, settings).told == nil
        }
        if let usual {
            let claim = ledger.add(
                "usual_change_silent", sign * Double(usual), unit: "%", window: told.finding.span,
                source: .counterfactual)
            changes.append(
                "were \(claim, .change) \(named: .usual) at this time of day, nothing would have been said"
            )
        }
        return changes
    }
}

extension TrendFinding {
    func claim(in ledger: inout ClaimLedger, channel: ChannelRole) -> Claim {
        ledger.add(
            "hrv_trend", percent.rounded(), unit: "%", interval95: interval95, window: span,
            channels: [channel], method: "Theil-Sen slope of ln RMSSD, Sen (1968)", count: windows)
    }
}
