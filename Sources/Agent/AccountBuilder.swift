import Biosignals
import EventContract
import HRV
import Insights
import Reports
import Sedentary

/// Gathers what a session finds into the account a person reads. Bounded: one row a measuring
/// window, one entry a bout, a gap or an insight.
struct AccountBuilder {
    private var account: RecordingAccount
    private let channels: [Channel]
    private var rows: [Int: RecordingAccount.Row] = [:]
    private var states: [Epoch.State: Int] = [:]
    private var beats: [BeatSource: Int] = [:]
    private var gaps: [Int: (count: Int, samples: Int)] = [:]
    private let every: Double
    private var rates: [Int: (sum: Double, count: Double)] = [:]
    private var variabilityWindows = 0
    /// Windows without RMSSD, by reason.
    private var withheld: [String: Int] = [:]

    init(
        title: String, format: String, startText: String?, comments: [String],
        notices: [String],
        channels: [Channel], every: Seconds
    ) {
        account = RecordingAccount(title: title, format: format, seconds: 0, endedBy: "")
        account.startText = startText
        account.comments = comments
        account.notices = notices
        self.channels = channels
        self.every = every.value
    }

    mutating func add(_ beats: [TimedBeat]) {
        for beat in beats { self.beats[beat.source, default: 0] += 1 }
    }

    mutating func add(_ item: SessionItem) {
        switch item {
        case .heartRate(let window, _, let estimate):
            if case .value(let rate) = estimate { addRate(rate, at: window.start) }
        case .hrv(let window, let source, let panel): addPanel(window, source, panel)
        case .breathing(let window, _, let rate): set("respirationRate", rate, in: window)
        case .oximetry: break
        case .measures(let window, _, let measures):
            for measure in measures {
                set(measure.name, measure.estimate, in: window)
            }
        case .quality: break
        case .gap(let channel, let gap):
            let old = gaps[channel] ?? (0, 0)
            gaps[channel] = (old.count + 1, old.samples + gap.samples.count)
        case .epoch(let epoch): states[epoch.state, default: 0] += 1
        case .boutEnded(let bout): addBout(bout)
        case .insight(let insight, _): addFinding(insight)
        }
    }

    /// - Parameter logs: the judged seconds of each channel.
    func finished(
        seconds: Double, endedBy: String, logs: [Int: SecondLog], used: [Int],
        usesMotion: Bool
    ) -> RecordingAccount {
        var account = account
        account.seconds = seconds
        account.endedBy = endedBy
        account.rows = rows.keys.sorted().compactMap { index in
            var row = rows[index]
            if let rate = rates[index] { row?.values["heartRate"] = rate.sum / rate.count }
            return row
        }
        account.channels = channels.indices.map {
            describe($0, isUsed: used.contains($0), log: logs[$0], of: seconds)
        }
        account.beats = [BeatSource.ecg, .ppg].compactMap { source in
            beats[source].map { .init(source: source.rawValue, count: $0) }
        }
        account.epochs =
            !usesMotion
            ? []
            : Epoch.State.allCases.compactMap { state in
                states[state].map { .init(state: Self.word(state), minutes: $0) }
            }
        account.gaps = gaps.keys.sorted().map { channel in
            let gap = gaps[channel] ?? (0, 0)
            return .init(
                channel: channels[channel].name, count: gap.count,
                seconds: Double(gap.samples) / channels[channel].rate.value)
        }
        account.notSaid = notSaid(usesMotion: usesMotion)
        return account
    }

    // MARK: Parts

    private mutating func addPanel(
        _ window: SessionItem.Window, _ source: BeatSource, _ panel: HRVPanel
    ) {
        if window.end - window.start >= DayOfIntervals.lengthMin {
            let values = [HRVMeasureName.sdnn, .sdann, .sdnnIndex, .rmssd].map {
                RecordingAccount.Datum(
                    name: source.prefix + $0.rawValue,
                    text: panel[$0].value.map { "\(Text.number($0, digits: 1)) ms" } ?? "—")
            }
            return account.days.append(
                .init(start: window.start, end: window.end, measures: values))
        }
        if source == .ecg {
            for name in [HRVMeasureName.rmssd, .sdnn, .lfHfRatio] {
                set(name.rawValue, panel[name], in: window)
            }
            variabilityWindows += 1
            if let reason = panel[.rmssd].unavailable { withheld[reason.code, default: 0] += 1 }
            set("usable", .value(100 * window.usable), in: window)
        } else {
            set("pulseRate", panel[.heartRate], in: window)
        }
    }

    private mutating func set(
        _ key: String, _ estimate: Estimate<Double>, in window: SessionItem.Window
    ) {
        let index = Int((window.start / every).rounded())
        var row = rows[index] ?? RecordingAccount.Row(start: window.start, end: window.end)
        if case .value(let value) = estimate { row.values[key] = value }
        rows[index] = row
    }

    /// The mean of the minutes in a row's window.
    private mutating func addRate(_ rate: Double, at start: Double) {
        let index = Int((start / every).rounded(.down))
        let old = rates[index] ?? (sum: 0, count: 0)
        rates[index] = (old.sum + rate, old.count + 1)
    }

    private mutating func addBout(_ bout: StationaryBout) {
        account.bouts.append(
            .init(
                start: bout.start.value, end: bout.end.value, minutes: bout.minutes,
                interval: bout.minutesInterval95, endedBy: bout.endedBy?.rawValue ?? ""))
    }

    private mutating func addFinding(_ insight: Insight) {
        account.findings.append(
            .init(
                time: insight.time.value, headline: insight.headline,
                reason: insight.briefReason, data: insight.briefNumbers.data,
                confidence: insight.confidence.value,
                confidenceKind: insight.confidence.kind.rawValue,
                wouldChangeIf: insight.wouldChangeIf, limits: insight.limits))
    }

    private func describe(
        _ index: Int, isUsed: Bool, log: SecondLog?, of seconds: Double
    ) -> RecordingAccount.Channel {
        let channel = channels[index]
        let total = max(Double(log?.total ?? 0), seconds.rounded(.down), 1)
        let complaints = (log?.reasonTotals ?? [:]).sorted {
            ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
        }
        return .init(
            name: channel.name, role: channel.role?.rawValue, unit: channel.statedUnit,
            hertz: channel.rate.value, isUsed: isUsed,
            usable: log.map { Double($0.usableTotal) / total },
            complaints: complaints.map {
                .init(reason: $0.key.rawValue, share: Double($0.value) / total)
            })
    }

    private func notSaid(usesMotion: Bool) -> [String] {
        func has(_ role: ChannelRole) -> Bool { channels.contains { $0.role == role } }
        var sentences: [String] = []
        if !has(.ecg) && !has(.ppg) {
            sentences.append("Heart rate and its variability: there is no ECG or PPG.")
        } else if !has(.ecg) {
            sentences.append(
                "Heart rate variability: there is no ECG; pulse rate variability stands instead.")
        }
        if !withheld.isEmpty {
            let reasons = withheld.sorted { $0.key < $1.key }.map {
                "\($0.value) for \(Text.reason($0.key))"
            }
            sentences.append(
                "Heart rate variability in \(withheld.values.reduce(0, +)) of "
                    + "\(variabilityWindows) windows: \(reasons.joined(separator: ", ")).")
        }
        if !has(.eda) { sentences.append("Skin conductance: there is no EDA channel.") }
        for channel in channels where channel.role == .eda && channel.unit != .microsiemens {
            sentences.append(
                "Skin conductance in \(channel.name): its unit is not known to be uS.")
        }
        if !has(.respiration) {
            sentences.append(
                has(.ecg) || has(.ppg)
                    ? "Breathing was not measured: its rate is derived from heart beats."
                    : "Breathing: there is no respiration channel.")
        }
        if !usesMotion {
            sentences.append(
                "Stationary or active: there is neither an ECG nor an accelerometer.")
        }
        if usesMotion, (states[.stationary] ?? 0) + (states[.active] ?? 0) == 0 {
            sentences.append(
                "Stationary or active: no minute had beats and a signal good enough to tell.")
        }
        if !has(.acceleration) && usesMotion {
            sentences.append(
                "Posture and steps: there is no accelerometer; movement is judged from the ECG.")
        }
        return sentences
    }

    private static func word(_ state: Epoch.State) -> String {
        state == .notWorn ? "not worn" : state.rawValue
    }
}
