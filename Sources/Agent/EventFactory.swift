import Biosignals
import DeviceProtocols
import EventContract
import HRV
import Insights

/// From what a session found to what leaves the machine. Domain types stay here; wire types leave.
struct EventFactory: Sendable {
    /// A device that signals come from: a recording, or a board of a live session.
    struct Origin: Sendable {
        var device: WireProvenance.Device
        /// What a live session calls the board; nil in a replay.
        var name: String?
        var provesLoss = false
        var clock: WireProvenance.Clock
    }

    let clock: SampleClock
    var channels: [Channel]
    var origins: [Origin]
    /// Index into `origins` for each channel.
    var originOfChannel: [Int]
    let session: String
    let recording: String
    let isReplay: Bool
    /// SHA-256 of the session's parameters.
    var parameters: String?
    /// The latest figures of the boards themselves, each with its board's place in `origins`.
    var reports: [(report: DeviceReport, origin: Int)] = []

    /// One event to be, without identifier and sequence.
    enum Draft {
        case session(SessionPayload)
        case measured(EventKind.Event, MeasuredPayload)
        case hrv(EventKind.Event, HRVPayload)
        case quality(QualityPayload)
        case gap(GapPayload)
        case contact(ContactPayload)
        case recording(RecordingPayload)
        case insight(EventKind.Insight, NudgePayload, InsightPayload)
    }

    struct Timed {
        let draft: Draft
        let time: WireTime
        let expiry: WireTime?
    }

    func started(with devices: [WireDevice]? = nil) -> Timed {
        timed(.session(sessionPayload(.started, devices: devices)), at: 0)
    }

    /// A board joined a live session, left it, or came back.
    func changed(at seconds: Double, devices: [WireDevice]) -> Timed {
        timed(.session(sessionPayload(.changed, devices: devices)), at: seconds)
    }

    func ended(
        after seconds: Double, by cause: String, devices: [WireDevice]? = nil
    ) -> Timed {
        timed(
            .session(
                sessionPayload(.ended, devices: devices, duration: seconds, endedBy: cause)),
            at: seconds)
    }

    func contact(_ contact: ElectrodeContact, of device: String, at seconds: Double) -> Timed {
        timed(
            .contact(
                ContactPayload(
                    device: device, electrode: contact.electrode, isOff: contact.isOff,
                    since: seconds, toldBy: .device, replay: isReplay)), at: seconds)
    }

    func recorder(
        _ phase: RecordingPayload.Phase, device: String, record: String?, reason: String?,
        at seconds: Double
    ) -> Timed {
        timed(
            .recording(
                RecordingPayload(
                    phase: phase, session: session, device: device, record: record,
                    reason: reason, replay: isReplay)), at: seconds)
    }

    /// What a board says of the blood's oxygen, where there are not two lights to compute it from.
    func spo2(from start: Double, to end: Double) -> Timed? {
        let reported = reported([.spo2], at: end)
        let teller = reports.first { $0.report.quantity == .spo2 }?.origin
        guard reported != nil, let teller else { return nil }
        let window = SessionItem.Window(start: start, end: end, usable: 0)
        let reason = Unavailable.sourceUnsuitable(
            because: "only the board's own figure is known, and how it was made is not")
        return timed(
            .measured(
                .spo2,
                MeasuredPayload(
                    source: ChannelRole.ppg.rawValue, window: Self.wire(window),
                    measures: ["spo2": Self.wire(.unavailable(reason), unit: "%")],
                    deviceReported: reported,
                    provenance: provenance(
                        window, roles: [ChannelRole.ppg.rawValue], algorithm: "device", from: teller
                    ),
                    replay: isReplay)), at: end)
    }

    /// Reports that are not older than this stand beside a measure.
    private static let reportAgeMax = 120.0

    private func reported(
        _ quantities: [DeviceReport.Quantity], at seconds: Double
    ) -> [String: WireDeviceReport]? {
        var reported: [String: WireDeviceReport] = [:]
        for (report, _) in reports
        where quantities.contains(report.quantity)
            && abs(seconds - report.seconds) <= Self.reportAgeMax
        {
            reported[report.quantity.rawValue] = WireDeviceReport(
                value: report.value, unit: report.quantity.unit,
                age: max(0, seconds - report.seconds))
        }
        return reported.isEmpty ? nil : reported
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
                        deviceReported: reported([.heartRate], at: window.end),
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
                            window, roles: [source.rawValue], algorithm: "hrv",
                            tellsClock: true),
                        replay: isReplay, isEvent: true)), at: window.end)
        case .breathing(let window, let source, let rate):
            return timed(
                .measured(
                    .resp,
                    MeasuredPayload(
                        source: source.account, window: Self.wire(window),
                        measures: ["respirationRate": Self.wire(rate, unit: "1/min")],
                        deviceReported: reported([.respirationRate], at: window.end),
                        provenance: provenance(
                            window, roles: source.roles, algorithm: "respiration"),
                        replay: isReplay)), at: window.end)
        case .oximetry(let window, let measures):
            return timed(
                .measured(
                    .spo2,
                    MeasuredPayload(
                        source: ChannelRole.ppg.rawValue, window: Self.wire(window),
                        measures: Dictionary(
                            uniqueKeysWithValues: measures.map {
                                ($0.name, Self.wire($0.estimate, unit: $0.unit))
                            }),
                        deviceReported: reported([.spo2], at: window.end),
                        provenance: provenance(
                            window, roles: [ChannelRole.ppg.rawValue], algorithm: "oximetry"),
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
                        device: origin(of: channel).name,
                        proven: origin(of: channel).name == nil
                            ? nil : origin(of: channel).provesLoss && gap.cause == .lostPackets,
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

    private func origin(of channel: Int) -> Origin { origins[originOfChannel[channel]] }

    private func sessionPayload(
        _ phase: SessionPayload.Phase, devices: [WireDevice]? = nil, duration: Double? = nil,
        endedBy: String? = nil
    ) -> SessionPayload {
        SessionPayload(
            phase: phase, session: session, recording: recording,
            channels: channels.map {
                .init(
                    name: $0.name, role: $0.role?.rawValue, unit: $0.statedUnit,
                    hertz: $0.rate.value)
            }, devices: devices, duration: duration, endedBy: endedBy, clock: wireClock,
            replay: isReplay)
    }

    /// - Parameter tellsClock: whether what is known of the board's own clock stands there too, for
    ///   what rests on the distance between beats; the session's devices tell it as well.
    func provenance(
        _ window: SessionItem.Window, roles: [String], algorithm: String, inputs: [String] = [],
        from teller: Int? = nil, tellsClock: Bool = false
    ) -> WireProvenance {
        let used = channels.indices.filter { index in
            channels[index].role.map { roles.contains($0.rawValue) } ?? false
        }
        let origin = teller.map { origins[$0] } ?? origin(of: used.first ?? 0)
        return WireProvenance(
            device: origin.device, channels: roles,
            samplingHertz: Dictionary(
                used.compactMap { index in
                    channels[index].role.map { ($0.rawValue, channels[index].rate.value) }
                }, uniquingKeysWith: { first, _ in first }),
            window: .init(start: time(window.start), end: time(window.end)),
            algorithm: .init(name: algorithm, version: AgentVersion.text), inputs: inputs,
            clock: tellsClock ? origin.clock : origin.clock.brief)
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

    private static func wire(
        _ measure: HRVMeasure, digits: Int, tellsMethod: Bool
    ) -> WireMeasure {
        var wire = wire(
            measure.estimate, unit: measure.unit, method: tellsMethod ? measure.method : nil)
        guard wire.value != nil else { return wire }
        wire.noiseFloor = measure.noiseFloor.flatMap { WireNumber($0, digits: digits) }
        wire.ci95 = measure.interval95.map {
            [$0.lowerBound, $0.upperBound].compactMap { WireNumber($0, digits: digits) }
        }
        return wire
    }

    /// The text of every method is half of an event, and the same each time: it is told with the
    /// first of a session and with the first of every six hours.
    private static func tellsMethods(_ window: SessionItem.Window) -> Bool {
        let turns = [window.start, window.end].map { ($0 / 21_600).rounded(.down) }
        return window.start < 1 || turns[0] != turns[1]
    }

    /// The object of CONTRACT section 4. Pulse rate variability is never called HRV: its measures
    /// carry the prefix `prv_`.
    ///
    /// - Parameter isEvent: it is said again and again: it says what is uncertain in three digits, and
    ///   names what a day is needed for only over a day.
    static func payload(
        _ panel: HRVPanel, window: SessionItem.Window, source: BeatSource,
        provenance: WireProvenance? = nil, replay: Bool? = nil, isEvent: Bool = false
    ) -> HRVPayload {
        let tellsMethod = !isEvent || tellsMethods(window)
        var edited: [String: Int] = [:]
        for kind in BeatEdit.Kind.allCases {
            edited[kind.rawValue] = panel.edits.filter { $0.kind == kind }.count
        }
        return HRVPayload(
            preset: panel.preset.rawValue, source: source.rawValue, window: wire(window),
            beats: .init(
                total: panel.beatsTotal, edited: edited, percentEdited: panel.percentEdited),
            measures: Dictionary(
                uniqueKeysWithValues: panel.measures.lazy.filter {
                    !isEvent || isDefined($0.name, over: window)
                }.map {
                    (
                        source.prefix + $0.name.rawValue,
                        wire(
                            $0, digits: isEvent ? 3 : WireNumber.digitsMax,
                            tellsMethod: tellsMethod)
                    )
                }), breathing: panel.breathing.map(wire), provenance: provenance,
            replay: replay)
    }

    /// SDANN and the SDNN index are of a day: of five minutes they would be null 288 times a day.
    private static func isDefined(
        _ name: HRVMeasureName, over window: SessionItem.Window
    ) -> Bool {
        switch name {
        case .sdann, .sdnnIndex: window.end - window.start >= DayOfIntervals.lengthMin
        default: true
        }
    }

    private static func wire(_ breathing: HRVBreathing) -> HRVPayload.Breathing {
        let peak = breathing.peak.value
        let estimate: Estimate<Double> =
            switch breathing.peak {
            case .value(let peak): .value(peak.frequency.value)
            case .unavailable(let reason): .unavailable(reason)
            }
        let warning =
            switch breathing.warning {
            case .belowHF: "belowHF"
            case .aboveHF: "aboveHF"
            case .fasterThanBeatsTell: "fasterThanBeatsTell"
            case .perhapsBelowHF: "perhapsBelowHF"
            case nil: String?.none
            }
        return HRVPayload.Breathing(
            peak: wire(estimate, unit: "Hz"), power: peak?.power, shareOfHF: peak?.shareOfHF,
            measured: breathing.measured?.value, warning: warning,
            detail: breathing.warning?.description)
    }
}
