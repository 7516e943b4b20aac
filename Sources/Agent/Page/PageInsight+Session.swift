import Biosignals
import Dashboard
import Insights

extension PageInsight {
    /// - Parameters:
    ///   - id: of its event.
    ///   - time: UTC, as the event has it.
    init(_ insight: Insight, id: String, time: String) {
        self.init(
            id: id, kind: insight.kind.rawValue, at: insight.time.value, time: time,
            text: insight.text, reason: insight.reason, brief: BriefForm(insight).lines,
            confidence: insight.confidence.value,
            confidenceKind: insight.confidence.kind.rawValue, why: Self.why(insight),
            wouldChangeIf: insight.wouldChangeIf, limits: insight.limits)
    }

    /// What was found, a claim each, and what keeps it from being surer.
    private static func why(_ insight: Insight) -> [String] {
        let found = insight.findings.map { claim in
            let name = claim.quantity.split(separator: "_").joined(separator: " ")
            let unit = claim.unit == "1" ? "" : " " + claim.unit
            var text = "\(name): \(rounded(claim.value))\(unit)"
            if let interval = claim.interval95 {
                text +=
                    " (95 %: \(rounded(interval.lowerBound)) to \(rounded(interval.upperBound)))"
            }
            return claim.method.isEmpty ? text : text + ", by " + claim.method
        }
        return found + [insight.whyNotHigher].compactMap(\.self)
    }

    private static func rounded(_ value: Double) -> String {
        let scaled = (value * 100).rounded() / 100
        return scaled == scaled.rounded() && abs(scaled) < 1e15
            ? String(Int(scaled)) : String(scaled)
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
