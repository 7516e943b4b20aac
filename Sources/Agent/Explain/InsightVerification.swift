import EventContract
public import Storage
import Acquisition
import Biosignals
import Foundation
import Insights
import Reports
import Trust

/// Every stated number of an insight derived again from what it rests on.
///
/// The recording is run through the pipeline once more, with the parameters that the session was run
/// with; where there is none, the rules are asked again about the stored epochs, measures and facts. A
/// value passes within 1e-9 relative, or to its published digits.
///
/// Where something that it rested on is gone by right (an erased baseline, a changed answer, an older
/// version's rows), what does not come out the same proves nothing, and it says that it cannot tell;
/// what still passes in everything passes, and a digest that is wrong is wrong.
public struct InsightVerification: Sendable {
    public enum Basis: String, Codable, Sendable {
        case recording
        case storedFacts = "stored-facts"
        case nothing
    }

    public enum Outcome: String, Codable, Sendable {
        case pass, fail
        case cannotTell = "cannot-tell"
    }

    public struct Check: Codable, Equatable, Sendable {
        public let what: String
        public let stated: String
        public let found: String
        public let passed: Bool
        /// Whether it is of a digest: nothing that may be gone is needed for it.
        public var isOfDigest = false
    }

    public let basis: Basis
    public let checks: [Check]
    /// What it rested on and is there no more, a reason each.
    public let missing: [String]

    public var outcome: Outcome {
        let failed = checks.filter { !$0.passed }
        if failed.isEmpty, !checks.isEmpty { return .pass }
        if missing.isEmpty || failed.contains(where: \.isOfDigest) { return .fail }
        return .cannotTell
    }

    public var passed: Bool { outcome == .pass }

    /// - Parameters:
    ///   - recording: where the recording lies now, if it has been moved.
    ///   - isStopped: asked between blocks; then what was checked so far is all there is.
    public init(
        of insight: StoredInsight, in store: Store, recording moved: String? = nil,
        isStopped: () -> Bool = { false }
    ) throws {
        var grounds = try VerificationGrounds(of: insight, in: store)
        guard let session = insight.session, let parameters = grounds.parameters else {
            (basis, checks, missing) = (.nothing, grounds.checks, grounds.missing)
            return
        }
        let event = insight.event
        let path = moved ?? session.recording
        let isThere = path.map {
            (try? RecordingReader(opening: $0, options: parameters.reading)) != nil
        }
        if let path, moved != nil || isThere == true || grounds.fact == nil {
            basis = .recording
            grounds.judgeDays()
            let again = try RecordedAgain(
                path, parameters, personal: grounds.person,
                onlyAt: WireTime(parsing: event.time) ?? WireTime(millisecondsSince1970: 0))
            checks =
                [Self.fileCheck(session, again.digest)]
                + Self.contextCheck(parameters, again.contextDigest) + grounds.checks
                + Self.checks(
                    event, against: try again.insight(like: event, isStopped: isStopped))
        } else if let fact = grounds.fact {
            basis = .storedFacts
            // What else is compared with the person's days has their sum in the fact.
            if Insight.Kind(event: event) == .recovery { grounds.judgeDays() }
            let stored = try StoredEvidence(
                session: session, store: store, parameters: parameters, fact: fact)
            let rows = Self.check(
                "SHA-256 of the stored epochs and measures", stored.rows.stated,
                stored.rows.found, isOfDigest: true)
            let found = Insight.Kind(event: event).flatMap {
                stored.insight($0, of: grounds.person)
            }
            checks =
                grounds.checks + [rows]
                + Self.checks(
                    event,
                    against: found.map { stored.payload($0, parameters: parameters.digest) })
        } else {
            (basis, checks) = (.nothing, grounds.checks)
            grounds.lackFact()
        }
        missing = grounds.missing
    }

    private static func fileCheck(_ session: StoredSession, _ digest: String) -> Check {
        check(
            "SHA-256 of the recording", session.sha256 ?? "—", digest, isOfDigest: true)
    }

    /// SHA-256 of the explanation, the short form and what tells that it is no diagnosis, each in one way.
    private static func canonical(_ payload: InsightPayload) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var digest = Digest()
        for bytes in [
            try? encoder.encode(payload.explanation), try? encoder.encode(payload.brief),
            try? encoder.encode([payload.notMedical]),
        ] {
            digest.update(Array(bytes ?? Data()))
        }
        return "sha256:" + digest.hexadecimal
    }

    /// The four numbers of the family's form, as people read them.
    private static func text(_ brief: InsightPayload.Brief) -> String {
        brief.data.data.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    }

    private static func contextCheck(
        _ parameters: SessionParameters, _ digest: String?
    ) -> [Check] {
        guard let stated = parameters.contextSHA256 else { return [] }
        return [
            check("SHA-256 of what other agents said", stated, digest ?? "—", isOfDigest: true)
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
            Self.check("confidence kind", stated.confidenceKind, again.confidenceKind),
            Self.check("brief data", Self.text(event.data.brief), Self.text(found.brief)),
            Self.check("rule", stated.rule, again.rule),
            Self.check("priority", stated.priority, again.priority),
            Self.check("why not higher", stated.whyNotHigher ?? "—", again.whyNotHigher ?? "—"),
            Self.check("action", event.data.action, found.action),
            Self.check(
                "everything else of the explanation", Self.canonical(event.data),
                Self.canonical(found)),
            Self.check(
                "calibration", stated.calibration.map { "\($0.id), n \($0.n)" } ?? "—",
                again.calibration.map { "\($0.id), n \($0.n)" } ?? "—"),
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
        for index in 0..<max(stated.contributions.count, again.contributions.count) {
            let (one, other) = (
                stated.contributions.element(index), again.contributions.element(index)
            )
            checks.append(
                Self.check(
                    "contribution of \(one?.name ?? other?.name ?? "evidence")", one?.value,
                    other?.value))
        }
        for index in 0..<max(stated.claims.count, again.claims.count) {
            checks += Self.checks(stated.claims.element(index), again.claims.element(index))
        }
        return checks
    }

    private static func checks(
        _ name: String, _ stated: InsightPayload.Datum?, _ found: InsightPayload.Datum?
    ) -> [Check] {
        var checks = [check(name, stated?.value, found?.value)]
        if stated?.unit != nil || found?.unit != nil {
            checks.append(check("\(name), unit", stated?.unit ?? "—", found?.unit ?? "—"))
        }
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
            check("\(name), unit", stated?.unit ?? "—", found?.unit ?? "—"),
            check("\(name), source", stated?.source ?? "—", found?.source ?? "—"),
            check("\(name), method", stated?.method ?? "—", found?.method ?? "—"),
            check(
                "\(name), n", stated?.n.map { "\($0)" } ?? "—", found?.n.map { "\($0)" } ?? "—"),
            check("\(name), 95 % interval from", stated?.ci95?.first, found?.ci95?.first),
            check("\(name), 95 % interval to", stated?.ci95?.last, found?.ci95?.last),
            check("\(name), window", window(stated), window(found)),
            check(
                "\(name), SHA-256 of its samples", (stated?.inputs ?? []).joined(separator: " "),
                (found?.inputs ?? []).joined(separator: " ")),
        ]
    }

    static func check(
        _ what: String, _ stated: String, _ found: String, isOfDigest: Bool = false
    ) -> Check {
        Check(
            what: what, stated: stated, found: found, passed: stated == found,
            isOfDigest: isOfDigest)
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
