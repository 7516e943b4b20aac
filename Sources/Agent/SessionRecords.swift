import Biosignals
import EventContract
import HRV
import Insights
import Publishing
import Sedentary
import Storage

/// What a session leaves in the store besides its events: every beat, epoch, measure and edit.
struct SessionRecords {
    private let session: String
    private let clock: SampleClock
    private var counts: [BeatSource: Int64] = [:]
    private var evidence = EvidenceRows()

    init(session: String, clock: SampleClock) {
        self.session = session
        self.clock = clock
    }

    /// - Parameter facts: those of the items' insights among them, in the same order.
    mutating func append(
        _ beats: [TimedBeat], _ items: [SessionItem], _ facts: [SessionFact], to store: Store
    ) throws {
        var rows: [StoredBeat] = []
        rows.reserveCapacity(beats.count)
        for beat in beats { rows.append(row(beat)) }
        if !rows.isEmpty { try store.append(beats: rows) }
        var (spans, noted) = ([SpanTable: [StoredSpan]](), evidence)
        var left = facts[...]
        for item in items {
            if let span = try epoch(item) {
                spans[.epochs, default: []].append(span)
                noted.add(epoch: span.payload)
            }
            if let span = measure(item) {
                spans[.measures, default: []].append(span)
                if Self.isTrendWindow(item) { noted.add(measure: span.payload) }
            }
            spans[.edits, default: []] += edits(item)
            guard case .insight(let insight, _) = item else { continue }
            spans[.facts, default: []] += try take(&left, upTo: insight, &noted)
        }
        for fact in left { spans[.facts, default: []] += try windowRow(fact, &noted) }
        try store.append(spans)
        evidence = noted
    }

    /// The rows up to an insight's own, which says how many rows there were before it.
    private func take(
        _ facts: inout ArraySlice<SessionFact>, upTo insight: Insight,
        _ noted: inout EvidenceRows
    ) throws -> [StoredSpan] {
        var rows: [StoredSpan] = []
        while let fact = facts.popFirst() {
            guard case .insight(var kept) = fact else {
                rows += try windowRow(fact, &noted)
                continue
            }
            kept.rows = noted.rows
            let time = milliseconds(insight.time.value)
            rows.append(
                StoredSpan(
                    session: session, kind: InsightFact.kind(insight.kind),
                    milliseconds: time..<(time + 1), payload: try kept.bytes))
            break
        }
        return rows
    }

    private func windowRow(
        _ fact: SessionFact, _ noted: inout EvidenceRows
    ) throws -> [StoredSpan] {
        guard case .window(let window) = fact else { return [] }
        let payload = try StoredArousalWindow(window).bytes
        noted.add(window: payload)
        return [
            StoredSpan(
                session: session, kind: StoredArousalWindow.kind,
                milliseconds: milliseconds(
                    window.window.lowerBound)..<milliseconds(window.window.upperBound),
                payload: payload)
        ]
    }

    private static func isTrendWindow(_ item: SessionItem) -> Bool {
        guard case .hrv(let window, .ecg, _) = item else { return false }
        return window.end - window.start < DayOfIntervals.lengthMin
    }

    private mutating func row(_ beat: TimedBeat) -> StoredBeat {
        let index = counts[beat.source, default: 0]
        counts[beat.source] = index + 1
        return StoredBeat(
            session: session, source: beat.source == .ecg ? .ecg : .ppg, index: index,
            timeMilliseconds: milliseconds(beat.seconds),
            payload: Array("{\"time_s\":\(beat.seconds),\"quality\":\(beat.quality)}".utf8))
    }

    private func epoch(_ item: SessionItem) throws -> StoredSpan? {
        guard case .epoch(let epoch) = item else { return nil }
        return StoredSpan(
            session: session, kind: epoch.state.rawValue,
            milliseconds: milliseconds(epoch.start.value)..<milliseconds(epoch.end.value),
            payload: try StoredEpoch(epoch).bytes)
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
            [
                "\"start_s\":\(window.start)", "\"end_s\":\(window.end)",
                "\"usable\":\(window.usable)",
            ]
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
