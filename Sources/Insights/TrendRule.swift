public import Biosignals

/// Tells when heart rate variability has clearly declined or risen over stationary hours.
/// Once per direction until it turns: a trend that fades and comes back is not told again.
public struct TrendRule: Sendable {
    static let noBaseline =
        "no baseline for this time of day yet: part of the change may be the daily rhythm"
    static let notAnEffect =
        "heart rate variability is told beside the stationary time, not as its effect"
    static let looksRepeatedly =
        "the test is made anew every five minutes, so its p-value is somewhat too small"

    private var lastDirection = TrendFinding.Direction.none

    public init() {}

    public mutating func evaluate(_ finding: TrendFinding?, at time: Seconds) -> Insight? {
        guard let finding, finding.direction != .none, finding.direction != lastDirection
        else { return nil }
        lastDirection = finding.direction
        let word = finding.direction == .declining ? "declining" : "rising"
        let minutes = (finding.span.upperBound - finding.span.lowerBound) / 60
        let length = Words.duration(minutes: minutes)
        let reason =
            "RMSSD changed by \(Words.percent(finding.percent)) over \(length) of "
            + "stationary windows"
        return Insight(
            kind: .trend, action: "note_hrv_trend",
            text: "Heart rate variability is \(word)",
            headline: "Heart rate variability is \(word)",
            reason: reason, briefReason: reason,
            firstClaim: finding.claim(id: "c1"),
            furtherClaims: [
                Claim(
                    id: "c2", quantity: "trend_span", value: minutes.rounded(), unit: "min",
                    interval95: nil, window: finding.span, channels: [.ecg])
            ],
            confidence: Confidence(
                terms: [
                    Confidence.Term(
                        name: TrendFinding.signTerm, value: finding.signConfidence)
                ], kind: .uncalibratedModel),
            wouldChangeIf: [
                "a change of less than \(Int(TrendFinding.percentMin)) % would not have been told",
                "a 90 % interval that includes no change would not have been told",
            ],
            limits: [Self.noBaseline, Self.looksRepeatedly, "posture is not observed"], time: time,
            expires: Seconds(time.value + 3_600))
    }
}

extension TrendFinding {
    func claim(id: String) -> Claim {
        Claim(
            id: id, quantity: "hrv_trend", value: percent.rounded(), unit: "%",
            interval95: interval95, window: span, channels: [.ecg])
    }
}
