import Biosignals
import EventContract
import Foundation
import Insights
import Sedentary
import Storage

/// What the store keeps of a session, from which its insights follow without a recording: epochs, the
/// variability of its windows, minutes of arousal, and what each insight rested on besides.
struct StoredEvidence {
    private let session: StoredSession
    private let parameters: SessionParameters
    private let epochs: [Epoch]
    private let windows: [TrendWindow]
    private let arousal: ArousalHistory
    private let fact: InsightFact
    /// What its rows should be by their digest, and what they are.
    let rows: (stated: String, found: String)

    /// - Parameter fact: of the insight; of the session's rows count those it knew.
    init(
        session: StoredSession, store: Store, parameters: SessionParameters, fact: InsightFact
    ) throws {
        self.session = session
        self.parameters = parameters
        self.fact = fact
        func first(_ count: Int, _ table: SpanTable, _ kind: String?) throws -> [StoredSpan] {
            let all = try store.spans(
                in: table, session: session.id, kind: kind,
                milliseconds: Int64.min / 2..<Int64.max / 2)
            // A day's variability stands among those of the windows and is none of a trend's.
            return Array(all.filter { !Self.isDay($0) || table != .measures }.prefix(count))
        }
        let epochRows = try first(fact.rows.epochs, .epochs, nil)
        let measureRows = try first(fact.rows.measures, .measures, "hrv")
        let windowRows = try first(fact.rows.windows, .facts, StoredArousalWindow.kind)
        var found = EvidenceRows()
        for row in epochRows { found.add(epoch: row.payload) }
        for row in measureRows { found.add(measure: row.payload) }
        for row in windowRows { found.add(window: row.payload) }
        rows = (fact.rows.sha256, found.rows.sha256)
        let epochs = epochRows.compactMap { row in
            Epoch.State(rawValue: row.kind).flatMap { state in
                StoredEpoch(row.payload).map { $0.epoch(state) }
            }
        }
        self.epochs = epochs
        windows = measureRows.compactMap { Self.trendWindow($0.payload, epochs) }
        var history = ArousalHistory()
        for row in windowRows {
            if let window = StoredArousalWindow.window(row.payload) { history.append(window) }
        }
        arousal = history
    }

    private static func isDay(_ row: StoredSpan) -> Bool {
        Double(row.milliseconds.upperBound - row.milliseconds.lowerBound) / 1_000
            >= DayOfIntervals.lengthMin
    }

    private static func trendWindow(_ payload: [UInt8], _ epochs: [Epoch]) -> TrendWindow? {
        guard
            let measures = try? JSONSerialization.jsonObject(with: Data(payload))
                as? [String: Any],
            let start = measures["start_s"] as? Double, let end = measures["end_s"] as? Double,
            start <= end,
            let lnRMSSD = measures["lnRMSSD"] as? Double,
            let rate = measures["heartRate"] as? Double,
            let usable = measures["usable"] as? Double
        else { return nil }
        let inside = epochs.filter { $0.end.value > start && $0.end.value <= end }
        return TrendWindow(
            window: start..<end, lnRMSSD: lnRMSSD, heartRate: PerMinute(rate), usable: usable,
            isStationary: !inside.isEmpty && inside.allSatisfy { $0.state == .stationary })
    }

    /// The insight of the event's kind that follows from what is stored; nil if none does.
    func insight(_ kind: Insight.Kind, of person: PersonalRecords) -> Insight? {
        let settings = parameters.settings
        let rules = InsightRules(settings.insights, person.layers)
        // A recording without a start is kept from 1970 on: it has no time of day.
        let start = session.startMilliseconds
        let local = parameters.localClock(
            origin: start == 0 ? nil : UTCTime(millisecondsSince1970: start)
        ).secondsOfDay(at: fact.seconds)
        switch kind {
        case .stationary:
            return rules.stationary.decide(
                StationaryInputs(
                    fact, minutes: boutMinutes, trend: trend, localSecondOfDay: local)
            ).insight
        case .trend:
            return rules.trend.decide(TrendRule.Inputs(fact, finding: trend)).insight
        case .quality:
            return QualityRule.Inputs(fact, localSecondOfDay: local).flatMap {
                rules.quality.decide($0).insight
            }
        case .arousal:
            return rules.arousal.decide(
                .init(evidence: ArousalEvidence(arousal, settings: settings.insights.arousal))
            ).insight
        case .recovery:
            return RecoveryRule.Inputs(fact, baseline: person.baseline).flatMap {
                rules.recovery.decide($0).insight
            }
        }
    }

    /// The same on the wire.
    func payload(_ insight: Insight, parameters digest: String) -> InsightPayload {
        var factory = EventFactory(
            clock: SampleClock(
                rate: 1, origin: UTCTime(millisecondsSince1970: session.startMilliseconds)),
            channels: [],
            origins: [.init(device: .init(model: ""), clock: .init(synced: false))],
            originOfChannel: [0], session: session.id, recording: "", isReplay: false)
        factory.parameters = digest
        return factory.payload(insight, digests: fact.digests, inputs: [])
    }

    private var boutMinutes: [StationaryMinute] {
        var (tracker, kept) = (BoutTracker(), BoutMinutes())
        for epoch in epochs {
            _ = tracker.process(epoch)
            kept.append(StationaryMinute(epoch), lasts: tracker.current != nil)
        }
        return kept.minutes
    }

    /// Of the windows that were in sight.
    private var trend: TrendFinding? {
        guard let newest = windows.last?.window.upperBound else { return nil }
        let horizon = parameters.settings.trendHorizon.value
        return TrendFinding(windows: windows.filter { $0.window.upperBound >= newest - horizon })
    }
}
