import Biosignals
import Dashboard
import Insights
import Reports
import Testing

@testable import Agent

struct PageInsightTests {
    /// Reports writes what it may not ask Insights for.
    @Test func theCapIsTheSameInBothRooms() {
        #expect(Text.confidenceMax == Confidence.valueMax)
    }

    /// The card's claim and its brief form name the same minutes in two ways, and say so.
    @Test func aClaimSaysHowTheBriefFormRoundsIt() {
        var ledger = ClaimLedger()
        let time = ledger.add(
            "stationary_time", 61, unit: "min", interval95: 58.3...63.9, window: 0..<3_660,
            channels: [.ecg], method: "counting")
        let insight = Insight(
            kind: .stationary, rule: RuleID("stationary", version: 1), action: "suggest_walk_break",
            sentences: .init(
                text: "Suggesting a walk break after \(time, .duration)", headline: "A walk break",
                reason: "\(begin: .stationary, by: time) for \(time, .duration)",
                briefReason: "\(begin: .stationary, by: time) for \(time, .roundedDuration)",
                wouldChangeIf: [], limits: []), ledger: ledger,
            confidence: Confidence(terms: [.init(name: "a", value: 0.99)], raw: 0.99),
            occasion: .init(key: "bout"), time: 3_660, expires: 5_460)
        let shown = PageInsight(insight, id: "01J", time: "2026-11-21T02:00:00.000Z")
        #expect(
            shown.why == [
                "stationary time: 61 min (95 %: 58 to 64), to the nearest 10 in brief: 60 min, by "
                    + "counting"
            ])
        #expect(shown.reason == "Stationary for 1 hour 1 minute")
        #expect(shown.confidenceKind == "uncalibrated-model, capped")
        #expect(shown.brief?.last == "Confidence: 0.95 (uncalibrated-model, capped)")
    }
}
