import Biosignals
import Dashboard
import Insights
import Reports

extension PageInsight {
    /// - Parameters:
    ///   - id: of its event.
    ///   - time: UTC, as the event has it.
    init(_ insight: Insight, id: String, time: String) {
        self.init(
            id: id, kind: insight.kind.rawValue, at: insight.time.value, time: time,
            text: insight.text, reason: insight.reason, brief: BriefForm(insight).lines,
            confidence: insight.confidence.value,
            confidenceKind: insight.confidence.words, why: Self.why(insight),
            wouldChangeIf: insight.wouldChangeIf, limits: insight.limits)
    }

    /// What was found, a claim each, and what keeps it from being surer.
    private static func why(_ insight: Insight) -> [String] {
        let brief = BriefForm(insight)
        let found = insight.findings.map { claim in
            let name = claim.quantity.split(separator: "_").joined(separator: " ")
            let number = Text.claim(claim.value, unit: claim.unit, interval95: claim.interval95)
            let text = "\(name): \(number)\(inBrief(claim, brief))"
            return claim.method.isEmpty ? text : text + ", by " + claim.method
        }
        return found + [insight.whyNotHigher].compactMap(\.self)
    }

    /// The flat form rounds minutes to 10; where that shows, it is said.
    private static func inBrief(_ claim: Claim, _ brief: BriefForm) -> String {
        let minutes: Int? =
            switch claim.quantity {
            case "stationary_time": brief.stationaryMinutes
            case "sitting_time": brief.sittingMinutes
            default: nil
            }
        return Text.inBrief(minutes, of: claim.value)
    }
}

extension SignalQuality.Reason {
    /// For people.
    var words: String {
        switch self {
        case .leadOff: "electrode off"
        case .flat: "flat signal"
        case .saturated: "out of range"
        case .mains: "mains hum"
        case .motion: "motion"
        case .noise: "noise"
        case .implausible: "implausible"
        case .detectorsDisagree: "detectors disagree"
        case .templateMismatch: "shape unlike the others"
        case .gap: "gap"
        case .settling: "settling"
        }
    }
}
