import Biosignals
import Sedentary
import RealModule

/// Suggests a break when somebody has been stationary for long.
///
/// Says so from `minutesMin` stationary minutes on, one stage higher with each further threshold's
/// worth of them; that each stage is said once and when is `Tact`'s. "Sitting" and "sedentary" are
/// said only where posture is evidenced. A decline of heart rate variability is told beside it as a
/// fact of its own and raises the priority; it is no effect and no proof of sitting (Bates et al.
/// 2021). The walk's length is a setting; `GuidelineTable` says what guidelines name.
public struct StationaryRule: InsightRule, Equatable {
    public typealias Inputs = StationaryInputs

    public struct Settings: Equatable, Sendable {
        public var isOn = true
        /// Stationary minutes before the first suggestion, and between two stages.
        public var minutesMin = 60.0
        /// Length of the suggested walk, minutes: Duran et al. (2023), upper end of ANSES (2025).
        public var breakMinutes = 5
        /// Stages in one bout; 0 says nothing.
        public var remindersMax = 4
        /// Steps within a minute that end a bout, whatever else speaks for stillness.
        public var breakSteps = 15.0
        /// From this probability of sitting or lying on, posture counts as evidenced.
        public var sittingMin = 0.8
        /// Usable share of the bout below which nothing is said, and below which it says so.
        public var usableMin = 0.5
        public var usableGood = 0.7
        /// A count of steps older than this is not known, minutes.
        public var stepsAgeMax = 60.0
        /// Steps since the bout began that speak against it. Assumed: two minutes of walking.
        public var contradictingSteps = 250.0
        /// What a trend must reach to be told beside it.
        public var trend = TrendRule.Settings()

        public init() {}
    }

    public static let id = RuleID("stationary-break", version: 3)
    public static let sources =
        GuidelineTable.rows.map(\.source) + [
            Citation("Tremblay et al. (2017)", doi: "10.1186/s12966-017-0525-8"),
            Citation("Bates et al. (2021)", doi: "10.3389/fphys.2021.664628"),
        ]
    /// The statement is "about as long as said": a tenth less is still it.
    public static let aboutShare = 0.9
    private static let worthFor: Seconds = 1_800

    public let settings: Settings
    private let model: ConfidenceModel<Inputs>

    public init(
        settings: Settings = Settings(), model: ConfidenceModel<Inputs> = ConfidenceModel()
    ) {
        self.settings = settings
        self.model = model
    }

    public static func == (one: StationaryRule, other: StationaryRule) -> Bool {
        one.settings == other.settings
    }

    public func decide(_ inputs: Inputs) -> Decision {
        verdict(inputs).decision { told in insight(told, inputs) }
    }

    public func announcement(_ inputs: Inputs) -> Insight.Announcement? {
        verdict(inputs).told.map { announcement($0, at: inputs.now) }
    }

    private func announcement(_ told: Told, at now: Seconds) -> Insight.Announcement {
        .init(
            kind: .stationary, action: "suggest_walk_break",
            occasion: .init(key: "bout", began: told.bout.start, stage: told.stage), time: now)
    }

    // MARK: What is true

    struct Told: Equatable, Sendable {
        let bout: StationaryBout
        let stage: Int
        let usable: Double
        /// Nil where posture is not evidenced.
        let sittingProbability: Double?
        /// Nil where there is no decline worth telling.
        let decline: TrendRule.Told?
        let steps: StationaryInputs.StepCount?
    }

    func verdict(_ inputs: Inputs) -> Verdict<Told> {
        guard settings.isOn, settings.remindersMax > 0 else { return .silent(Silence(.turnedOff)) }
        guard inputs.isWorn, inputs.minutes.last?.epoch.state != .notWorn else {
            return .silent(Silence(.notWorn))
        }
        guard inputs.minutes.last?.epoch.state != .asleep else { return .silent(Silence(.asleep)) }
        if let asleep = inputs.asleepProbability, asleep >= 0.5 {
            return .silent(Silence(.asleep, quantity: "asleep", found: asleep, needed: 0.5))
        }
        guard let bout = inputs.bout(breakSteps: settings.breakSteps) else {
            return .silent(Silence(.nothingToSay))
        }
        guard bout.minutes >= settings.minutesMin else {
            return .silent(
                Silence(
                    .belowThreshold, quantity: "stationary_time", found: bout.minutes,
                    needed: settings.minutesMin))
        }
        let usable = inputs.usable(since: bout.start)
        guard usable >= settings.usableMin else {
            return .silent(
                Silence(
                    .poorSignal, quantity: "usable", found: usable, needed: settings.usableMin))
        }
        let steps = inputs.steps.flatMap {
            $0.age.value <= settings.stepsAgeMax * 60 && $0.today.isFinite ? $0 : nil
        }
        if let walked = steps?.sinceBout, walked >= settings.contradictingSteps {
            return .silent(
                Silence(
                    .contradicted, quantity: "step_count", found: walked,
                    needed: settings.contradictingSteps))
        }
        let sitting = inputs.posture?.sittingProbability ?? 0
        return .told(
            Told(
                bout: bout,
                stage: min(settings.remindersMax, Int(bout.minutes / settings.minutesMin)),
                usable: usable,
                sittingProbability: sitting >= settings.sittingMin ? sitting : nil,
                decline: decline(inputs), steps: steps))
    }

    private func decline(_ inputs: Inputs) -> TrendRule.Told? {
        guard let finding = inputs.trend,
            let told = TrendRule.verdict(
                finding, usual: inputs.usualChange, settings.trend
            ).told, told.direction == .declining
        else { return nil }
        return told
    }

    /// Everything its sentences state.
    func propositions(_ told: Told) -> [Proposition] {
        let least = settings.minutesMin * Double(told.stage) * Self.aboutShare
        var all = [
            Proposition(
                name: "P(stationary at least \(Words.whole(least)) min)",
                quantity: "stationary_time", bound: .atLeast(least),
                probability: Self.probability(atLeast: least, of: told.bout))
        ]
        if let sitting = told.sittingProbability {
            all.append(
                Proposition(
                    name: "P(sitting or lying)", quantity: "sitting", bound: .atLeast(0.5),
                    probability: sitting))
        }
        if let decline = told.decline { all.append(TrendRule.proposition(decline)) }
        return all
    }

    /// Normal approximation to the sum of the epochs.
    private static func probability(atLeast minutes: Double, of bout: StationaryBout) -> Double {
        let deviation = bout.minutesDeviation
        guard deviation > 0 else { return bout.minutes >= minutes ? 1 : 0 }
        let z = (bout.minutes - minutes) / deviation
        return max(0, min(1, 0.5 * (1 + Double.erf(z / 2.0.squareRoot()))))
    }

    func confidence(_ told: Told, _ inputs: Inputs) -> Confidence {
        model.confidence(of: propositions(told), given: inputs, rule: Self.id)
    }

    // MARK: What is said

    private func insight(_ told: Told, _ inputs: Inputs) -> Insight {
        var text = StationaryText(told, inputs, settings)
        let confidence = confidence(told, inputs)
        let propositions = propositions(told)
        text.limit(confidence)
        text.changes = StationaryChanges(self, told, inputs).sentences(&text)
        text.whyNotHigher = WhyNotHigher.sentence(
            propositions, confidence, inputs.now, &text.ledger,
            recomputed: { model.confidence(of: $0, given: inputs, rule: Self.id).value },
            saying: StationaryText.whyNotHigher)
        let announcement = announcement(told, at: inputs.now)
        return Insight(
            kind: announcement.kind, rule: Self.id, action: announcement.action,
            sentences: text.sentences, ledger: text.ledger, confidence: confidence,
            contributions: contributions(inputs),
            priority: told.decline == nil ? .normal : .raised,
            occasion: announcement.occasion, time: inputs.now,
            expires: Seconds(inputs.now.value + Self.worthFor.value))
    }

    /// Exact over the six kinds of evidence; what is silent is worth nothing.
    func contributions(_ inputs: Inputs) -> [Contribution] {
        let kinds = EpochEvidenceKind.allCases
        let names = kinds.map(\.name) + ["posture", "trend"]
        // The minutes are the same whether or not posture and trend are known.
        let weighed = inputs.minutes.map { WeighedMinute($0) }
        let minutes = (0..<(1 << kinds.count)).map { set in weighed.map { $0.keeping(set) } }
        let values = Shapley.values(count: names.count) { set in
            var left = inputs
            left.minutes = minutes[set & (minutes.count - 1)]
            if set & (1 << EpochEvidenceKind.steps.rawValue) == 0 { left.steps = nil }
            if set & (1 << kinds.count) == 0 { left.posture = nil }
            if set & (1 << (kinds.count + 1)) == 0 { left.trend = nil }
            return verdict(left).told.map { confidence($0, left).value } ?? 0
        }
        return zip(names, values).map { Contribution(name: $0, value: $1) }
    }
}
