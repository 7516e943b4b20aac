import Biosignals
import EventContract
import Foundation
import Insights
import Sedentary
import Storage

/// What the store keeps of a live session, from which an insight's numbers follow: its epochs and the
/// variability of its windows.
struct StoredEvidence {
    private let session: StoredSession
    private let parameters: SessionParameters
    private let epochs: [Epoch]
    private let windows: [TrendWindow]

    private struct StoredEpoch: Decodable {
        let pStationary: Double?
        let usable: Double

        private enum CodingKeys: String, CodingKey {
            case pStationary = "p_stationary"
            case usable
        }
    }

    init(session: StoredSession, store: Store, parameters: SessionParameters) throws {
        self.session = session
        self.parameters = parameters
        let all = Int64.min / 2..<Int64.max / 2
        let start = session.startMilliseconds
        func seconds(_ milliseconds: Int64) -> Double { Double(milliseconds - start) / 1_000 }
        let epochs = try store.spans(in: .epochs, session: session.id, milliseconds: all)
            .compactMap { span -> Epoch? in
                guard let state = Epoch.State(rawValue: span.kind),
                    let stored = try? JSONDecoder().decode(
                        StoredEpoch.self, from: Data(span.payload))
                else { return nil }
                return Epoch(
                    start: Seconds(seconds(span.milliseconds.lowerBound)),
                    end: Seconds(seconds(span.milliseconds.upperBound)), state: state,
                    pStationary: stored.pStationary,
                    evidence: EpochEvidence(usable: stored.usable, contactLost: 0),
                    logLikelihoodRatios: [:])
            }
        self.epochs = epochs
        windows = try store.spans(
            in: .measures, session: session.id, kind: "hrv", milliseconds: all
        ).compactMap { span in
            guard
                let measures = try? JSONSerialization.jsonObject(with: Data(span.payload))
                    as? [String: Any],
                let lnRMSSD = measures["lnRMSSD"] as? Double,
                let rate = measures["heartRate"] as? Double,
                let usable = measures["usable"] as? Double
            else { return nil }
            let window =
                seconds(span.milliseconds.lowerBound)..<seconds(span.milliseconds.upperBound)
            let inside = epochs.filter {
                $0.end.value > window.lowerBound && $0.end.value <= window.upperBound
            }
            return TrendWindow(
                window: window, lnRMSSD: lnRMSSD, heartRate: PerMinute(rate), usable: usable,
                isStationary: !inside.isEmpty && inside.allSatisfy { $0.state == .stationary })
        }
    }

    func checks(of event: CloudEvent<InsightPayload>) throws -> [InsightVerification.Check] {
        event.data.explanation.claims.flatMap { checks(of: $0, event) }
    }

    private func checks(
        of claim: InsightPayload.Claim, _ event: CloudEvent<InsightPayload>
    ) -> [InsightVerification.Check] {
        // Thresholds, what would have been, and what others told rest on no sample of ours.
        guard claim.source == "samples" else { return [] }
        let name = "claim \(claim.id), \(claim.quantity)"
        guard let window = window(of: claim) else {
            return [check(name, claim.value, nil)]
        }
        let stated = event.data.explanation.data[claim.quantity]?.ci95
        switch claim.quantity {
        case "stationary_time":
            let bout = bout(in: window)
            return [check(name, claim.value, bout.map { $0.minutes.rounded() })]
                + interval(name, stated, bout?.minutesInterval95)
        case "hrv_trend", "trend_span":
            let trend = trend(in: window)
            let minutes = trend.map { ($0.span.upperBound - $0.span.lowerBound) / 60 }
            let value = claim.quantity == "hrv_trend" ? trend?.percent : minutes
            return [check(name, claim.value, value?.rounded())]
                + interval(name, stated, claim.quantity == "hrv_trend" ? trend?.interval95 : nil)
        default:
            return [
                InsightVerification.check(
                    name, claim.value.map { "\($0.value)" } ?? "—",
                    "nothing stored tells it: name the recording with --recording")
            ]
        }
    }

    private func interval(
        _ name: String, _ stated: [WireNumber]?, _ found: ClosedRange<Double>?
    ) -> [InsightVerification.Check] {
        guard let stated, stated.count == 2 else { return [] }
        return [
            check(
                "\(name), 95 % interval from", stated[0],
                found?.lowerBound),
            check(
                "\(name), 95 % interval to", stated[1], found?.upperBound),
        ]
    }

    private func window(of claim: InsightPayload.Claim) -> Range<Double>? {
        let ends = claim.window.compactMap { WireTime(parsing: $0) }
            .map { Double($0.millisecondsSince1970 - session.startMilliseconds) / 1_000 }
        guard ends.count == 2, ends[0] <= ends[1] else { return nil }
        return ends[0]..<ends[1]
    }

    private func bout(in window: Range<Double>) -> StationaryBout? {
        var tracker = BoutTracker()
        for epoch in epochs
        where epoch.start.value >= window.lowerBound && epoch.end.value <= window.upperBound {
            _ = tracker.process(epoch)
        }
        return tracker.current
    }

    /// The windows that were in sight at the end of the claim's.
    private func trend(in window: Range<Double>) -> TrendFinding? {
        let horizon = parameters.trendHorizonSeconds
        return TrendFinding(
            windows: windows.filter {
                $0.window.upperBound <= window.upperBound
                    && $0.window.upperBound >= window.upperBound - horizon
            })
    }

    private func check(
        _ what: String, _ stated: WireNumber?, _ found: Double?
    ) -> InsightVerification.Check {
        InsightVerification.check(what, stated, found.flatMap { WireNumber($0) })
    }
}
