import EventContract
public import Storage
import Acquisition
import Biosignals
import Foundation
import Insights
import Trust

/// Every stated number of an insight derived again from what it rests on.
///
/// The recording is run through the pipeline once more, with the parameters that the session was run
/// with; where there is no recording, the stored epochs and measures are all there is to derive from.
/// A value passes within 1e-9 relative, or to its published digits.
public struct InsightVerification: Sendable {
    public enum Basis: String, Codable, Sendable {
        case recording, storedEpochsAndMeasures
    }

    public struct Check: Codable, Equatable, Sendable {
        public let what: String
        public let stated: String
        public let found: String
        public let passed: Bool
    }

    public let basis: Basis
    public let checks: [Check]
    public var passed: Bool { !checks.isEmpty && checks.allSatisfy(\.passed) }

    /// - Parameters:
    ///   - recording: where the recording lies now, if it has been moved.
    ///   - isStopped: asked between blocks; then what was checked so far is all there is.
    public init(
        of insight: StoredInsight, in store: Store, recording moved: String? = nil,
        isStopped: () -> Bool = { false }
    ) throws {
        guard let session = insight.session else { throw ExplainError.sessionForgotten }
        guard let parameters = SessionParameters(session.payload) else {
            throw ExplainError.parametersForgotten(session: session.id)
        }
        if let path = moved ?? session.recording {
            basis = .recording
            let again = try RecordedAgain(
                path, parameters, personal: Self.personal(of: insight.event, in: store),
                onlyAt: WireTime(parsing: insight.event.time)
                    ?? WireTime(millisecondsSince1970: 0))
            checks =
                [Self.fileCheck(session, again.digest)]
                + Self.contextCheck(parameters, again.contextDigest)
                + Self.checks(
                    insight.event,
                    against: try again.insight(like: insight.event, isStopped: isStopped))
        } else {
            basis = .storedEpochsAndMeasures
            checks = try StoredEvidence(session: session, store: store, parameters: parameters)
                .checks(of: insight.event)
        }
    }

    /// The person's by the pseudonym in the event: the name itself is stored nowhere.
    private static func personal(
        of event: CloudEvent<InsightPayload>, in store: Store
    ) throws -> PersonalRecords {
        try PersonalRecords(
            pseudonym: String(event.subject.dropFirst("person/".count)), in: store)
    }

    private static func fileCheck(_ session: StoredSession, _ digest: String) -> Check {
        Check(
            what: "SHA-256 of the recording", stated: session.sha256 ?? "—", found: digest,
            passed: session.sha256 == digest)
    }

    private static func contextCheck(
        _ parameters: SessionParameters, _ digest: String?
    ) -> [Check] {
        guard let stated = parameters.contextSHA256 else { return [] }
        return [
            Check(
                what: "SHA-256 of what other agents said", stated: stated, found: digest ?? "—",
                passed: stated == digest)
        ]
    }

    private static func checks(
        _ event: CloudEvent<InsightPayload>, against found: InsightPayload?
    ) -> [Check] {
        guard let found else {
            return [
                Check(
                    what: "insight", stated: event.data.text, found: "nothing said at that time",
                    passed: false)
            ]
        }
        let (stated, again) = (event.data.explanation, found.explanation)
        var checks = [
            Self.check("text", event.data.text, found.text),
            Self.check("reason", stated.reason, again.reason),
            Self.check("headline", event.data.brief.headline, found.brief.headline),
            Self.check("brief reason", event.data.brief.reason, found.brief.reason),
            Self.check("brief confidence", event.data.brief.confidence, found.brief.confidence),
            Self.check("confidence", stated.confidence, again.confidence),
            Self.check(
                "limits", stated.limits.joined(separator: "; "),
                again.limits.joined(separator: "; ")),
            Self.check(
                "would change if", stated.wouldChangeIf.joined(separator: "; "),
                again.wouldChangeIf.joined(separator: "; ")),
        ]
        for name in Set(stated.data.keys).union(again.data.keys).sorted() {
            checks += Self.checks(name, stated.data[name], again.data[name])
        }
        for index in 0..<max(stated.confidenceTerms.count, again.confidenceTerms.count) {
            let (one, other) = (
                stated.confidenceTerms.element(index), again.confidenceTerms.element(index)
            )
            checks.append(
                Self.check(one?.name ?? other?.name ?? "term", one?.value, other?.value))
        }
        for index in 0..<max(stated.claims.count, again.claims.count) {
            checks += Self.checks(stated.claims.element(index), again.claims.element(index))
        }
        return checks
    }

    private static func checks(
        _ name: String, _ stated: InsightPayload.Datum?, _ found: InsightPayload.Datum?
    ) -> [Check] {
        // What others told is no number of ours.
        guard stated?.source == nil, found?.source == nil else { return [] }
        var checks = [check(name, stated?.value, found?.value)]
        for (index, end) in ["from", "to"].enumerated() {
            let (one, other) = (stated?.ci95?.element(index), found?.ci95?.element(index))
            if one != nil || other != nil {
                checks.append(check("\(name), 95 % interval \(end)", one, other))
            }
        }
        return checks
    }

    private static func checks(
        _ stated: InsightPayload.Claim?, _ found: InsightPayload.Claim?
    ) -> [Check] {
        let name = "claim \(stated?.id ?? found?.id ?? "")"
        let window = { (claim: InsightPayload.Claim?) in
            claim?.window.joined(separator: " to ") ?? "—"
        }
        return [
            check("\(name), quantity", stated?.quantity ?? "—", found?.quantity ?? "—"),
            check(name, stated?.value, found?.value),
            check("\(name), window", window(stated), window(found)),
            check(
                "\(name), SHA-256 of its samples", (stated?.inputs ?? []).joined(separator: " "),
                (found?.inputs ?? []).joined(separator: " ")),
        ]
    }

    static func check(_ what: String, _ stated: String, _ found: String) -> Check {
        Check(what: what, stated: stated, found: found, passed: stated == found)
    }

    static func check(_ what: String, _ stated: WireNumber?, _ found: WireNumber?) -> Check {
        let text = { (number: WireNumber?) in number.map { "\($0.value)" } ?? "—" }
        let passed =
            switch (stated, found) {
            case (let stated?, let found?):
                abs(stated.value - found.value) <= 1e-9 * abs(found.value)
            case (nil, nil): true
            default: false
            }
        return Check(what: what, stated: text(stated), found: text(found), passed: passed)
    }
}

extension Array {
    fileprivate func element(_ index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
