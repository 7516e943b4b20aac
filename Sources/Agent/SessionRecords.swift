import Biosignals
import EventContract
import HRV
import Publishing
import Sedentary
import Storage

/// What a session leaves in the store besides its events: every beat, epoch, measure and edit.
struct SessionRecords {
    private let session: String
    private let clock: SampleClock
    private var counts: [BeatSource: Int64] = [:]

    init(session: String, clock: SampleClock) {
        self.session = session
        self.clock = clock
    }

    mutating func append(_ beats: [TimedBeat], _ items: [SessionItem], to store: Store) throws {
        var rows: [StoredBeat] = []
        rows.reserveCapacity(beats.count)
        for beat in beats { rows.append(row(beat)) }
        if !rows.isEmpty { try store.append(beats: rows) }
        try append(items.compactMap(epoch), to: .epochs, of: store)
        try append(items.compactMap(measure), to: .measures, of: store)
        try append(items.flatMap(edits), to: .edits, of: store)
    }

    private func append(_ spans: [StoredSpan], to table: SpanTable, of store: Store) throws {
        if !spans.isEmpty { try store.append(spans, to: table) }
    }

    private mutating func row(_ beat: TimedBeat) -> StoredBeat {
        let index = counts[beat.source, default: 0]
        counts[beat.source] = index + 1
        return StoredBeat(
            session: session, source: beat.source == .ecg ? .ecg : .ppg, index: index,
            timeMilliseconds: milliseconds(beat.seconds),
            payload: Array("{\"time_s\":\(beat.seconds),\"quality\":\(beat.quality)}".utf8))
    }

    private func epoch(_ item: SessionItem) -> StoredSpan? {
        guard case .epoch(let epoch) = item else { return nil }
        let probability = epoch.pStationary.map { "\($0)" } ?? "null"
        return StoredSpan(
            session: session, kind: epoch.state.rawValue,
            milliseconds: milliseconds(epoch.start.value)..<milliseconds(epoch.end.value),
            payload: Array(
                "{\"p_stationary\":\(probability),\"usable\":\(epoch.evidence.usable)}".utf8))
    }

    private func measure(_ item: SessionItem) -> StoredSpan? {
        switch item {
        case .heartRate(let window, let source, let estimate):
            return span(window, kind: "hr.\(source.rawValue)", [("heartRate", estimate)])
        case .hrv(let window, let source, let panel):
            return span(
                window, kind: source == .ecg ? "hrv" : "prv",
                panel.measures.map { (source.prefix + $0.name.rawValue, $0.estimate) })
        case .breathing(let window, _, let rate):
            return span(window, kind: "resp", [("respirationRate", rate)])
        case .oximetry(let window, let measures):
            return span(window, kind: "spo2", measures.map { ($0.name, $0.estimate) })
        case .measures(let window, let role, let measures):
            return span(
                window, kind: role.eventKind.rawValue, measures.map { ($0.name, $0.estimate) })
        case .quality, .gap, .epoch, .boutEnded, .insight:
            return nil
        }
    }

    private func span(
        _ window: SessionItem.Window, kind: String, _ values: [(String, Estimate<Double>)]
    ) -> StoredSpan {
        let members =
            ["\"usable\":\(window.usable)"]
            + values.map { name, estimate in
                switch estimate {
                case .value(let value):
                    "\"\(name)\":\(value.isFinite ? "\(value)" : "null")"
                case .unavailable(let reason): "\"\(name)\":\"\(reason.code)\""
                }
            }
        return StoredSpan(
            session: session, kind: kind,
            milliseconds: milliseconds(window.start)..<milliseconds(window.end),
            payload: Array(("{" + members.joined(separator: ",") + "}").utf8))
    }

    private func edits(_ item: SessionItem) -> [StoredSpan] {
        // A day's edits are those of its windows, which stand here already.
        guard case .hrv(let window, let source, let panel) = item,
            window.end - window.start < DayOfIntervals.lengthMin
        else { return [] }
        return panel.edits.map { edit in
            let time = milliseconds(edit.seconds)
            return StoredSpan(
                session: session, kind: "\(source.rawValue).\(edit.kind.rawValue)",
                milliseconds: time..<(time + 1),
                payload: Array(
                    "{\"cost_before\":\(edit.costBefore),\"cost_after\":\(edit.costAfter)}".utf8))
        }
    }

    private func milliseconds(_ seconds: Double) -> Int64 {
        clock.origin.advanced(by: Seconds(seconds)).millisecondsSince1970
    }
}
