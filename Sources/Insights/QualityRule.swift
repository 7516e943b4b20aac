public import Biosignals
import RealModule

/// Tells that a signal has been unusable for a while, why, and what to do; and when it is back.
///
/// Contact that is lost, motion, a flat line and a weak signal are told apart by the reason that
/// holds for most unusable seconds; where none does, nothing is said of the cause. Silent while the
/// device is not worn or switched off.
public struct QualityRule: InsightRule, Equatable {
    public struct Settings: Equatable, Sendable {
        public var isOn = true
        /// Minutes of unusable signal before it is told, and of usable before it is taken back.
        public var badMinutesMin = 2.0
        public var goodMinutesMin = 1.0
        /// Share of the stretch that must be unusable, and of its unusable seconds that a reason must
        /// hold for.
        public var unusableMin = 0.8
        public var reasonMin = 0.5

        public init() {}
    }

    /// Whether there is anything to measure.
    public enum Wear: String, CaseIterable, Sendable { case worn, notWorn, off, unknown }

    public struct Inputs: Sendable {
        public var role: ChannelRole
        /// The stretch that lasts, and the one before it.
        public var current: SignalStretch?
        public var previous: SignalStretch?
        public var wear: Wear
        public var now: Seconds
        /// Seconds since local midnight at `now`.
        public var localSecondOfDay: Double?

        public init(
            role: ChannelRole, current: SignalStretch?, previous: SignalStretch? = nil,
            wear: Wear = .unknown, now: Seconds, localSecondOfDay: Double? = nil
        ) {
            self.role = role
            self.current = current
            self.previous = previous
            self.wear = wear
            self.now = now
            self.localSecondOfDay = localSecondOfDay
        }
    }

    public static let id = RuleID("signal-quality", version: 1)
    public static let sources = [
        Citation("this project's quality reasons, `SignalQuality.Reason`")
    ]
    /// Seconds of one minute are alike: one in ten counts as a look of its own. Assumed.
    static let secondsPerLook = 10.0

    public let settings: Settings
    private let model: ConfidenceModel<Inputs>

    public init(
        settings: Settings = Settings(), model: ConfidenceModel<Inputs> = ConfidenceModel()
    ) {
        self.settings = settings
        self.model = model
    }

    public static func == (one: QualityRule, other: QualityRule) -> Bool {
        one.settings == other.settings
    }

    public func decide(_ inputs: Inputs) -> Decision {
        verdict(inputs).decision { told in QualityText(told, inputs, settings).insight(model) }
    }

    // MARK: What is true

    struct Told: Equatable, Sendable {
        /// The trouble, as long as it lasted.
        let bad: SignalStretch
        let trouble: SignalTrouble
        let share: Double
        let reasonSeconds: Int
        /// The usable stretch after it; nil while the trouble lasts.
        let good: SignalStretch?
    }

    func verdict(_ inputs: Inputs) -> Verdict<Told> {
        guard settings.isOn else { return .silent(Silence(.turnedOff)) }
        switch inputs.wear {
        case .notWorn, .off: return .silent(Silence(.notWorn))
        case .worn, .unknown: break
        }
        guard let current = inputs.current, current.seconds > 0 else {
            return .silent(Silence(.tooLittleData))
        }
        if current.isUsable { return resolved(inputs.previous, by: current) }
        return trouble(of: current, good: nil)
    }

    private func trouble(of bad: SignalStretch, good: SignalStretch?) -> Verdict<Told> {
        guard bad.minutes >= settings.badMinutesMin else {
            return .silent(
                Silence(
                    .belowThreshold, quantity: "unusable_time", found: bad.minutes,
                    needed: settings.badMinutesMin))
        }
        let unusable = Double(bad.unusable) / Double(bad.seconds)
        guard unusable >= settings.unusableMin else {
            return .silent(
                Silence(
                    .notClear, quantity: "unusable_share", found: unusable,
                    needed: settings.unusableMin))
        }
        let (trouble, count) = SignalTrouble.strongest(in: bad.reasons)
        let share = Double(count) / Double(max(1, bad.unusable))
        return .told(
            share >= settings.reasonMin
                ? Told(bad: bad, trouble: trouble, share: share, reasonSeconds: count, good: good)
                : Told(
                    bad: bad, trouble: .unclear, share: unusable, reasonSeconds: bad.unusable,
                    good: good))
    }

    private func resolved(_ bad: SignalStretch?, by good: SignalStretch) -> Verdict<Told> {
        guard let bad, !bad.isUsable, trouble(of: bad, good: good).told != nil else {
            return .silent(Silence(.nothingToSay))
        }
        guard good.minutes >= settings.goodMinutesMin else {
            return .silent(
                Silence(
                    .belowThreshold, quantity: "usable_time", found: good.minutes,
                    needed: settings.goodMinutesMin))
        }
        return trouble(of: bad, good: good)
    }

    /// That more than the demanded share of the looks was so.
    func proposition(_ told: Told) -> Proposition {
        let stretch = told.good ?? told.bad
        let all = Double(told.good == nil ? told.bad.unusable : stretch.seconds)
        let hits =
            told.good.map { Double($0.seconds - $0.unusable) } ?? Double(told.reasonSeconds)
        let looks = max(1, all / Self.secondsPerLook)
        // A beta distribution's mean and spread, from one look of each kind before any.
        let share = (hits / Self.secondsPerLook + 1) / (looks + 2)
        let deviation = (share * (1 - share) / (looks + 3)).squareRoot()
        let least = 0.5
        let z = (share - least) / max(1e-9, deviation)
        return Proposition(
            name: told.good == nil
                ? "P(the reason holds for most of the stretch)"
                : "P(usable for most of the stretch)",
            quantity: told.good == nil ? "reason_share" : "usable_share",
            bound: .atLeast(100 * least), probability: 0.5 * (1 + Double.erf(z / 2.0.squareRoot())))
    }
}
