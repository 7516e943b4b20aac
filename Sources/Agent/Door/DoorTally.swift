import Biosignals
import Dashboard
import HRV
import Insights
import Respiration
import Sedentary

/// What a running session's findings leave for whoever asks how things stand: the latest of each,
/// and counts. Bounded by the number of channels and measures.
struct DoorTally {
    /// A window longer than this is a day's, no picture of now.
    private static let windowMax = 3_600.0

    private(set) var measures: [DoorMeasure] = []
    private(set) var insights: [DoorInsight] = []
    private var quality: [Int: SignalQuality] = [:]
    private var beats: [BeatSource: DoorBeats] = [:]
    /// Edits are counted of windows that do not overlap.
    private var editedUntil: [BeatSource: Double] = [:]
    private var stationaryMinutes = 0.0

    /// - Parameter milliseconds: the UTC of a session's second, since 1970-01-01T00:00:00Z.
    mutating func take(
        _ items: [SessionItem], _ beats: [TimedBeat], milliseconds: (Double) -> Int64
    ) {
        for beat in beats { self.beats[beat.source, default: Self.none(beat.source)].total += 1 }
        for item in items { take(item, milliseconds) }
    }

    /// Channels as they stand now.
    func channels(_ channels: [Channel]) -> [DoorChannel] {
        channels.enumerated().map { index, channel in
            DoorChannel(
                name: channel.name, role: channel.role?.rawValue ?? "other",
                quality: quality[index]?.score,
                reasons: quality[index]?.reasons.map(\.rawValue) ?? [])
        }
    }

    var counts: [DoorBeats] { beats.values.sorted { $0.source < $1.source } }

    private mutating func take(_ item: SessionItem, _ milliseconds: (Double) -> Int64) {
        switch item {
        case .heartRate(let window, let source, let rate):
            note(.heartRate, source.rawValue, "1/min", rate, at: milliseconds(window.end))
        case .hrv(let window, let source, let panel)
        where window.end - window.start <= Self.windowMax:
            note(
                .rmssd, source.rawValue, "ms", panel[.rmssd],
                interval: panel.measures.first { $0.name == .rmssd }?.interval95,
                at: milliseconds(window.end))
            count(panel.edits.count, in: window, of: source)
        case .breathing(let window, let source, let rate):
            note(.breathingRate, source.account, "1/min", rate, at: milliseconds(window.end))
        case .measures(let window, let role, let found):
            for measure in found { note(measure, of: role, at: milliseconds(window.end)) }
        case .quality(let channel, _, let quality): self.quality[channel] = quality
        case .epoch(let epoch): note(epoch, at: milliseconds(epoch.end.value))
        case .insight(let insight, _):
            note(
                insight.kind.rawValue, insight.confidence.value,
                at: milliseconds(insight.time.value))
        case .hrv, .oximetry, .gap, .boutEnded: break
        }
    }

    private mutating func note(
        _ measure: SessionItem.Measure, of role: ChannelRole, at time: Int64
    ) {
        switch measure.name {
        case "scl": note(.skinLevel, role.rawValue, measure.unit, measure.estimate, at: time)
        case "temperature":
            note(.temperature, role.rawValue, measure.unit, measure.estimate, at: time)
        default: break
        }
    }

    private mutating func note(
        _ name: DoorMeasure.Name, _ source: String, _ unit: String, _ estimate: Estimate<Double>,
        interval: ClosedRange<Double>? = nil, at time: Int64
    ) {
        measures.removeAll { $0.name == name && $0.source == source }
        measures.append(
            DoorMeasure(
                name: name, source: source, unit: unit, value: estimate.value,
                interval: estimate.value == nil ? nil : interval,
                reason: estimate.unavailable?.code, timeMilliseconds: time))
    }

    private mutating func note(_ epoch: Epoch, at time: Int64) {
        let minutes = (epoch.end.value - epoch.start.value) / 60
        switch epoch.state {
        case .stationary: stationaryMinutes += minutes
        case .active, .asleep, .notWorn: stationaryMinutes = 0
        case .unknown: return
        }
        note(
            .stationaryMinutes, "movement", "min", .value(stationaryMinutes), at: time)
    }

    private mutating func note(_ kind: String, _ confidence: Double, at time: Int64) {
        let count = insights.first { $0.kind == kind }?.count ?? 0
        insights.removeAll { $0.kind == kind }
        insights.append(
            DoorInsight(
                kind: kind, count: count + 1, confidence: confidence, timeMilliseconds: time))
    }

    private mutating func count(
        _ edits: Int, in window: SessionItem.Window, of source: BeatSource
    ) {
        guard window.start >= editedUntil[source, default: 0] else { return }
        editedUntil[source] = window.end
        beats[source, default: Self.none(source)].edited += edits
    }

    private static func none(_ source: BeatSource) -> DoorBeats {
        DoorBeats(source: source.rawValue, total: 0, edited: 0)
    }
}
