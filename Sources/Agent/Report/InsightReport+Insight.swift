import Biosignals
import Insights
import Reports

extension InsightReport {
    init(_ insight: Insight) {
        self.init(
            time: insight.time.value, kind: insight.kind.rawValue, headline: insight.headline,
            reason: insight.reason, confidence: insight.confidence.value,
            confidenceKind: insight.confidence.kind.rawValue, whyNotHigher: insight.whyNotHigher,
            wouldChangeIf: insight.wouldChangeIf, limits: insight.limits,
            claims: insight.findings.map {
                Claim(
                    quantity: $0.quantity, value: $0.value, unit: $0.unit,
                    interval95: $0.interval95, method: $0.method, window: $0.window)
            })
    }
}
