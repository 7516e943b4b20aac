public import Biosignals

/// Tells when heart rate variability has clearly declined or risen over stationary hours.
/// Once per direction until it turns: a trend that fades and comes back is not told again.
public struct TrendRule: Sendable {
    static let id = RuleID("hrv-trend", version: 1)
    static let noBaseline: Sentence =
        "no baseline for this time of day yet: part of the change may be the daily rhythm"
    static let notAnEffect: Sentence =
        "heart rate variability is told beside the time, not as its effect"
    static let looksRepeatedly: Sentence =
        "the test is made anew for every window, so its p-value is somewhat smaller than it should be"

    private var lastDirection = TrendFinding.Direction.none

    public init() {}

    public mutating func evaluate(_ finding: TrendFinding?, at time: Seconds) -> Insight? {
        guard let finding, finding.direction != .none, finding.direction != lastDirection
        else { return nil }
        lastDirection = finding.direction
        let minutes = (finding.span.upperBound - finding.span.lowerBound) / 60
        var ledger = ClaimLedger()
        let change = finding.claim(in: &ledger)
        let span = ledger.add(
            "trend_span", minutes.rounded(), unit: "min", window: finding.span, channels: [.ecg])
        let least = ledger.add(
            setting: "hrv_trend_min", TrendFinding.percentMin, unit: "%", at: time)
        let sure = ledger.add(setting: "interval_share", 90, unit: "%", at: time)
        let text: Sentence = "Heart rate variability is \(finding.word, by: change)"
        let reason: Sentence =
            "RMSSD \(.changed, by: change) by \(change, .change) over \(span, .duration)"
        return Insight(
            kind: .trend, rule: Self.id, action: "note_hrv_trend",
            sentences: .init(
                text: text, headline: text, reason: reason, briefReason: reason,
                wouldChangeIf: [
                    "a change of less than \(least, .percent) would not have been told",
                    "a \(sure, .percent) interval that includes no change would not have been told",
                ], limits: [Self.noBaseline, Self.looksRepeatedly, "posture is not observed"]),
            ledger: ledger,
            confidence: Confidence(
                terms: [.init(name: TrendFinding.signTerm, value: finding.signConfidence)],
                raw: finding.signConfidence),
            occasion: .init(key: "trend \(finding.direction.rawValue)"), time: time,
            expires: Seconds(time.value + 3_600))
    }
}

extension TrendFinding {
    var word: JudgedWord { direction == .declining ? .declining : .rising }

    func claim(in ledger: inout ClaimLedger) -> Claim {
        ledger.add(
            "hrv_trend", percent.rounded(), unit: "%", interval95: interval95, window: span,
            channels: [.ecg], method: "Theil-Sen slope of ln RMSSD", count: windows)
    }
}
