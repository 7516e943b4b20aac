import Biosignals
import EventContract
import HRV
import Insights

/// From what a session found to what leaves the machine. Domain types stay here; wire types leave.
struct EventFactory: Sendable {
    let clock: SampleClock
    let channels: [Channel]
    let device: WireProvenance.Device
    let session: String
    let recording: String
    let isReplay: Bool

    /// One event to be, without identifier and sequence.
    enum Draft {
        case session(SessionPayload)
        case measured(EventKind.Event, MeasuredPayload)
        case hrv(EventKind.Event, HRVPayload)
        case quality(QualityPayload)
        case gap(GapPayload)
        case insight(EventKind.Insight, NudgePayload, InsightPayload)
    }

    struct Timed {
        let draft: Draft
        let time: WireTime
        let expiry: WireTime?
    }

    func started() -> Timed { timed(.session(sessionPayload(.started)), at: 0) }

    func ended(after seconds: Double, by cause: String) -> Timed {
        timed(.session(sessionPayload(.ended, duration: seconds, endedBy: cause)), at: seconds)
    }

    /// The event for an item, or nil for what stays on the machine.
    func event(for item: SessionItem, inputs: [String]) -> Timed? {
        switch item {
        case .heartRate(let window, let source, let estimate):
            let measure = Self.wire(estimate, unit: "1/min")
            return timed(
                .measured(
                    .hr,
                    MeasuredPayload(
                        source: source.rawValue, window: Self.wire(window),
                        measures: ["heartRate": measure],
                        provenance: provenance(
                            window, roles: [source.rawValue], algorithm: source.detector),
                        replay: isReplay)), at: window.end)
        case .hrv(let window, let source, let panel):
            return timed(
                .hrv(
                    source == .ecg ? .hrv : .prv,
                    Self.payload(
                        panel, window: window, source: source,
                        provenance: provenance(
                            window, roles: [source.rawValue], algorithm: "hrv"),
                        replay: isReplay)), at: window.end)
        case .measures(let window, let role, let measures):
            return timed(
                .measured(
                    role.eventKind,
                    MeasuredPayload(
                        source: role.rawValue, window: Self.wire(window),
                        measures: Dictionary(
                            uniqueKeysWithValues: measures.map {
                                ($0.name, Self.wire($0.estimate, unit: $0.unit))
                            }),
                        provenance: provenance(
                            window, roles: [role.rawValue], algorithm: role.rawValue),
                        replay: isReplay)), at: window.end)
        case .quality(let channel, let seconds, let quality):
            return timed(
                .quality(
                    QualityPayload(
                        channel: channels[channel].name, usable: quality.isUsable,
                        score: quality.score, reasons: quality.reasons.map(\.rawValue),
                        since: Double(seconds.lowerBound), replay: isReplay)),
                at: Double(seconds.upperBound))
        case .gap(let channel, let gap):
            let samples = gap.samples
            let rate = channels[channel].rate.value
            return timed(
                .gap(
                    GapPayload(
                        samples: samples.count, channel: channels[channel].name,
                        start: Double(samples.lowerBound) / rate,
                        end: Double(samples.upperBound) / rate, reason: gap.cause.rawValue,
                        replay: isReplay)), at: Double(samples.upperBound) / rate)
        case .insight(let insight, let digests):
            return timed(
                .insight(
                    insight.kind.wireKind, nudge(insight),
                    payload(insight, digests: digests, inputs: inputs)), at: insight.time.value,
                expires: insight.expires.value)
        case .epoch, .boutEnded:
            return nil
        }
    }

    // MARK: Parts

    private func timed(_ draft: Draft, at seconds: Double, expires: Double? = nil) -> Timed {
        Timed(draft: draft, time: time(seconds), expiry: expires.map { time($0) })
    }

    func time(_ seconds: Double) -> WireTime {
        WireTime(
            millisecondsSince1970: clock.origin.advanced(by: Seconds(seconds))
                .millisecondsSince1970)
    }

    private var wireClock: WireProvenance.Clock { .init(synced: clock.isSynced) }

    private func sessionPayload(
        _ phase: SessionPayload.Phase, duration: Double? = nil, endedBy: String? = nil
    ) -> SessionPayload {
        SessionPayload(
            phase: phase, session: session, recording: recording,
            channels: channels.map {
                .init(
                    name: $0.name, role: $0.role?.rawValue, unit: $0.unit.symbol,
                    hertz: $0.rate.value)
            }, duration: duration, endedBy: endedBy, clock: wireClock, replay: isReplay)
    }

    private func provenance(
        _ window: SessionItem.Window, roles: [String], algorithm: String, inputs: [String] = []
    ) -> WireProvenance {
        let used = channels.filter { channel in
            channel.role.map { roles.contains($0.rawValue) } ?? false
        }
        return WireProvenance(
            device: device, channels: roles,
            samplingHertz: Dictionary(
                used.compactMap { channel in
                    channel.role.map { ($0.rawValue, channel.rate.value) }
                }, uniquingKeysWith: { first, _ in first }),
            window: .init(start: time(window.start), end: time(window.end)),
            algorithm: .init(name: algorithm, version: AgentVersion.text), inputs: inputs,
            clock: wireClock)
    }

    static func wire(_ window: SessionItem.Window) -> WireWindow {
        WireWindow(start: window.start, end: window.end, usable: window.usable)
    }

    static func wire(_ estimate: Estimate<Double>, unit: String, method: String? = nil)
        -> WireMeasure
    {
        switch estimate {
        case .value(let value): WireMeasure(value: value, unit: unit, method: method)
        case .unavailable(let reason):
            WireMeasure(
                unit: unit, unavailable: reason.code, detail: reason.detail, method: method)
        }
    }

    /// The object of CONTRACT section 4. Pulse rate variability is never called HRV: its measures
    /// carry the prefix `prv_`.
    static func payload(
        _ panel: HRVPanel, window: SessionItem.Window, source: BeatSource,
        provenance: WireProvenance? = nil, replay: Bool? = nil
    ) -> HRVPayload {
        var edited: [String: Int] = [:]
        for kind in BeatEdit.Kind.allCases {
            edited[kind.rawValue] = panel.edits.filter { $0.kind == kind }.count
        }
        return HRVPayload(
            preset: panel.preset.rawValue, source: source.rawValue, window: wire(window),
            beats: .init(
                total: panel.beatsTotal, edited: edited, percentEdited: panel.percentEdited),
            measures: Dictionary(
                uniqueKeysWithValues: panel.measures.map {
                    (
                        source.prefix + $0.name.rawValue,
                        wire($0.estimate, unit: $0.unit, method: $0.method)
                    )
                }), provenance: provenance, replay: replay)
    }

    private func nudge(_ insight: Insight) -> NudgePayload {
        NudgePayload(
            action: insight.action, text: insight.text, confidence: insight.confidence.value,
            confidenceKind: insight.confidence.kind.rawValue, replay: isReplay)
    }

    private func payload(
        _ insight: Insight, digests: [String: [String]], inputs: [String]
    ) -> InsightPayload {
        let windows = insight.claims.map(\.window)
        let whole = SessionItem.Window(
            start: windows.map(\.lowerBound).min() ?? 0,
            end: windows.map(\.upperBound).max() ?? 0, usable: 1)
        let roles = Array(Set(insight.claims.flatMap(\.channels).map(\.rawValue))).sorted()
        var data: [String: InsightPayload.Datum] = [
            "step_count": .init(unavailableFrom: "health.context.steps")
        ]
        for claim in insight.claims {
            data[claim.quantity] = .init(
                value: claim.value, unit: claim.unit,
                ci95: claim.interval95.map { [$0.lowerBound, $0.upperBound] })
        }
        return InsightPayload(
            action: insight.action, text: insight.text,
            brief: .init(
                headline: insight.headline, reason: insight.briefReason,
                data: insight.briefNumbers, confidence: insight.confidence.value),
            explanation: .init(
                reason: insight.reason, data: data, confidence: insight.confidence.value,
                confidenceKind: insight.confidence.kind.rawValue,
                terms: insight.confidence.terms.map { .init(name: $0.name, value: $0.value) },
                claims: insight.claims.map {
                    .init(
                        id: $0.id, quantity: $0.quantity, value: $0.value, unit: $0.unit,
                        start: time($0.window.lowerBound), end: time($0.window.upperBound),
                        inputs: digests[$0.id] ?? [])
                }, wouldChangeIf: insight.wouldChangeIf, limits: insight.limits),
            provenance: provenance(
                whole, roles: roles, algorithm: insight.kind.rawValue, inputs: inputs),
            replay: isReplay)
    }
}

extension BeatSource {
    var detector: String { self == .ecg ? "ecg-beats" : "ppg-pulses" }

    /// Before every name of a measure that comes from pulses.
    var prefix: String { self == .ppg ? "prv_" : "" }
}

extension ChannelRole {
    /// The kind of event that a slow channel's measures leave in.
    var eventKind: EventKind.Event {
        switch self {
        case .ecg, .acceleration: .hr
        case .ppg: .prv
        case .eda: .eda
        case .respiration: .resp
        case .temperature: .temp
        }
    }
}

extension Insight.Kind {
    var wireKind: EventKind.Insight {
        switch self {
        case .stationary: .stationary
        case .trend: .trend
        }
    }
}

extension Insight {
    /// Minutes rounded to 10 and whole per cent, as the family's flat form has them.
    var briefNumbers: InsightPayload.Brief.Numbers {
        .init(
            stationaryMinutes: claim("stationary_time").map { Int(($0.value / 10).rounded()) * 10 },
            hrvTrend: claim("hrv_trend").map { Words.percent($0.value) })
    }
}
