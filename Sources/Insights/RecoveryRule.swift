public import Biosignals
import HRV
import RealModule

/// Tells when a day's resting heart rate variability lies outside the person's own usual range.
///
/// The day's ln RMSSD (`DayResting` picks it) against the mean ± 1 SD of the person's days of the 60
/// before, at the same time of day (± 2 h). Told if it lies outside, differs from the mean by at
/// least the smallest worthwhile change, and is outside with enough probability, its own error and
/// that of the range allowed for (`RangeComparison`). Before 14 such days it is silent and
/// says how many there are. It knows no norms of other people and names no cause.
///
/// Settings: the probability is round. On simulated people (RecoverySimulationTests) 6 to 8 in 100 days
///           as usual are told as lower, and 72 to 84 in 100 of those that are 2 SD lower; by the range
///           alone it would be 11 to 13, and 89 to 95. Nothing was fitted on recordings.
public struct RecoveryRule: InsightRule {
    public struct Settings: Equatable, Sendable {
        public var isOn = true
        /// Below this probability nothing is told.
        public var probabilityMin = 0.6
        /// Whether a day within the range is told as well.
        public var tellsWithin = false

        public init() {}
    }

    public struct Inputs: Equatable, Sendable {
        public var resting: RestingValue
        public var range: Result<NormalRange, NotEnoughDays>
        public var channels: [ChannelRole]
        /// When it is decided; seconds since the recording began.
        public var time: Seconds

        public init(
            resting: RestingValue, range: Result<NormalRange, NotEnoughDays>,
            channels: [ChannelRole], time: Seconds
        ) {
            self.resting = resting
            self.range = range
            self.channels = channels
            self.time = time
        }

        /// The range of the person's days before, at the time of day of the resting value.
        public init(
            resting: RestingValue, baseline: PersonalBaseline, isPulse: Bool = false, time: Seconds
        ) {
            let picked = resting.picked
            self.init(
                resting: resting,
                range: baseline.normalRange(
                    isPulse ? .prvRestingLnRMSSD : .restingLnRMSSD, at: picked.minute,
                    before: picked.day),
                channels: [isPulse ? .ppg : .ecg], time: time)
        }
    }

    public static let id = RuleID("recovery", version: 1)
    public static let sources = [
        Citation("Plews et al. (2013), ln RMSSD by the day", doi: "10.1007/s40279-013-0071-8"),
        Citation(
            "Huber (1964), the mean that outliers do not move", doi: "10.1214/aoms/1177703732"),
    ]

    public let settings: Settings
    private let model: ConfidenceModel<Inputs>

    public init(
        settings: Settings = Settings(), model: ConfidenceModel<Inputs> = ConfidenceModel()
    ) {
        self.settings = settings
        self.model = model
    }

    public func decide(_ inputs: Inputs) -> Decision {
        switch judge(inputs) {
        case .failure(let silence): .silent(silence.silence)
        case .success(let finding):
            .say(RecoveryWords(finding, inputs, edge: edge(inputs, finding)).insight(by: model))
        }
    }

    struct Silent: Error { let silence: Silence }

    /// Where the day lies, if that is to be told.
    func judge(_ inputs: Inputs) -> Result<RecoveryFinding, Silent> {
        func silent(
            _ reason: Silence.Reason, _ quantity: String, found: Double? = nil,
            needed: Double? = nil
        ) -> Result<RecoveryFinding, Silent> {
            .failure(
                Silent(
                    silence: Silence(reason, quantity: quantity, found: found, needed: needed)))
        }
        guard settings.isOn else {
            return .failure(Silent(silence: Silence(.turnedOff)))
        }
        let picked = inputs.resting.picked
        guard picked.usable >= DayResting.usableMin else {
            return silent(
                .poorSignal, "usable", found: picked.usable, needed: DayResting.usableMin)
        }
        guard RMSSDBaseline.plausible.contains(picked.rmssd.value) else {
            return silent(.poorSignal, "resting_rmssd")
        }
        let range: NormalRange
        switch inputs.range {
        case .success(let found): range = found
        case .failure(let short):
            return silent(
                .tooLittleData, "baseline_days", found: Double(short.found),
                needed: Double(short.needed))
        }
        guard let error = picked.lnRMSSDError else {
            return silent(.tooLittleData, "resting_rmssd_interval")
        }
        let finding = RecoveryFinding(
            value: .log(picked.rmssd.value), error: error, range: range)
        if finding.state == .within, !settings.tellsWithin {
            return silent(.insideUsualRange, "resting_rmssd")
        }
        if finding.state != .within, abs(finding.distance) < range.smallestWorthwhileChange {
            return silent(.belowThreshold, "smallest_worthwhile_change")
        }
        guard finding.probability >= settings.probabilityMin else {
            return silent(
                .notClear, finding.quantity, found: finding.probability,
                needed: settings.probabilityMin)
        }
        return .success(finding)
    }

    /// The RMSSD nearest to the day's at which this would no longer have been told, by running the rule
    /// again; nil within the range.
    private func edge(_ inputs: Inputs, _ finding: RecoveryFinding) -> Double? {
        guard finding.state != .within else { return nil }
        func tells(_ lnRMSSD: Double) -> Bool {
            var changed = inputs
            changed.resting = inputs.resting.scaled(by: .exp(lnRMSSD - finding.value))
            guard case .success(let other) = judge(changed) else { return false }
            return other.state == finding.state
        }
        var (told, untold) = (finding.value, finding.range.usual.value)
        for _ in 0..<50 {
            let middle = (told + untold) / 2
            if tells(middle) { told = middle } else { untold = middle }
        }
        return .exp(untold)
    }
}

extension RestingValue {
    /// The same with another RMSSD; its interval is as wide, in ln.
    func scaled(by factor: Double) -> RestingValue {
        let window = RestingWindow(
            day: picked.day, minute: picked.minute, window: picked.window,
            rmssd: Milliseconds(picked.rmssd.value * factor),
            rmssdInterval95: picked.rmssdInterval95.map {
                ($0.lowerBound * factor)...($0.upperBound * factor)
            }, heartRate: picked.heartRate, usable: picked.usable,
            isStationary: picked.isStationary)
        return RestingValue(
            recoveryDay: recoveryDay, picked: window, candidates: candidates)
    }
}

extension RestingWindow {
    /// Standard error of ln RMSSD, from its 95 % interval; nil where that is not known.
    var lnRMSSDError: Double? {
        guard let interval = rmssdInterval95, interval.lowerBound > 0, interval.upperBound.isFinite
        else { return nil }
        return (.log(interval.upperBound) - .log(interval.lowerBound)) / (2 * 1.959_964)
    }
}
