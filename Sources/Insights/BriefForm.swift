/// An insight in the family's flat form: minutes rounded to 10, whole per cent as text, steps; nil
/// where not known. Sitting time is nil until posture is evidenced.
public struct BriefForm: Equatable, Sendable {
    public let headline: String
    public let reason: String
    public let sittingMinutes: Int?
    public let stationaryMinutes: Int?
    public let hrvTrend: String?
    public let stepCount: Int?
    public let confidence: Confidence

    public init(_ insight: Insight) {
        func rounded(_ quantity: String) -> Int? {
            insight.claim(quantity).map { Words.whole($0.value / 10) * 10 }
        }
        headline = insight.headline
        reason = insight.briefReason
        sittingMinutes = rounded("sitting_time")
        stationaryMinutes = rounded("stationary_time")
        hrvTrend = insight.claim("hrv_trend").map { Words.percent($0.value) }
        stepCount = insight.claim("step_count").map { Words.whole($0.value) }
        confidence = insight.confidence
    }

    /// The four lines in which every agent of the family says its own.
    public var lines: [String] {
        func text(_ minutes: Int?) -> String { minutes.map { "\($0) min" } ?? "—" }
        return [
            "Health Agent: \(headline)", "Reason: \(reason)",
            "Data: sitting_time \(text(sittingMinutes)), stationary_time \(text(stationaryMinutes)), "
                + "hrv_trend \(hrvTrend ?? "—"), step_count \(stepCount.map { "\($0)" } ?? "—")",
            "Confidence: \(Words.decimals(confidence.value, 2)) (\(confidence.words))",
        ]
    }
}
