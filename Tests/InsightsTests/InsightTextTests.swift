import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

/// Every text of every rule over random inputs: nothing without a claim, no NaN, no surprise.
@Suite struct InsightTextTests {
    /// Bouts, postures, steps, trends and times as they may come, and some that may not.
    private func stationary(_ generator: inout SeededGenerator) -> StationaryInputs {
        var minutes: [StationaryMinute] = []
        let sure = Double.random(in: 0.5...1, using: &generator)
        for index in 0..<Int.random(in: 1...260, using: &generator) {
            let p = Double.random(in: min(0.55, sure)...1, using: &generator)
            let kind = Int.random(in: 0..<300, using: &generator)
            let state: Epoch.State = kind == 0 ? .active : kind == 1 ? .unknown : .stationary
            minutes.append(
                Made.minute(
                    at: 60 * Double(index), state: state, state == .unknown ? nil : p,
                    usable: Double.random(in: 0.3...1, using: &generator),
                    steps: Bool.random(using: &generator)
                        ? Double(Int.random(in: 0...14, using: &generator)) : nil,
                    ratios: [
                        "motion": Double.random(in: -3...3, using: &generator),
                        "heartRate": Double.random(in: -2...2, using: &generator),
                    ]))
        }
        var inputs = Made.inputs(minutes)
        func maybe<T>(_ value: T) -> T? { Bool.random(using: &generator) ? value : nil }
        inputs.localSecondOfDay = maybe(Double.random(in: 0..<86_400, using: &generator))
        inputs.asleepProbability = maybe(Double.random(in: 0...0.6, using: &generator))
        inputs.posture = maybe(
            .init(sittingProbability: Double.random(in: 0...1, using: &generator)))
        inputs.steps = maybe(
            .init(
                today: Double.random(in: 0...20_000, using: &generator),
                sinceBout: maybe(Double.random(in: 0...300, using: &generator)),
                age: Seconds(Double.random(in: 0...5_000, using: &generator))))
        inputs.trend = finding(&generator)
        inputs.usualChange = usual(&generator)
        return inputs
    }

    private func finding(_ generator: inout SeededGenerator) -> TrendFinding? {
        TrendFinding(
            windows: Made.windows(
                Int.random(in: 5...40, using: &generator),
                from: Double.random(in: 5...120, using: &generator),
                to: Double.random(in: 5...120, using: &generator),
                noise: Double.random(in: 0...0.3, using: &generator)))
    }

    private func usual(_ generator: inout SeededGenerator) -> UsualChange? {
        guard Bool.random(using: &generator) else { return nil }
        return UsualChange(
            percent: Double.random(in: -110...50, using: &generator),
            logDeviation: Double.random(in: 0...0.4, using: &generator),
            days: Int.random(in: 0...60, using: &generator),
            smallestWorthwhilePercent: Double.random(in: 0...30, using: &generator))
    }

    private func quality(_ generator: inout SeededGenerator) -> QualityRule.Inputs {
        func stretch(_ usable: Bool, from start: Double) -> SignalStretch {
            var stretch = SignalStretch(since: Seconds(start), isUsable: usable)
            let usual = SignalQuality.Reason.allCases.randomElement(using: &generator) ?? .flat
            for _ in 0..<Int.random(in: 1...900, using: &generator) {
                let other = Int.random(in: 0..<5, using: &generator) == 0
                let reason =
                    other
                    ? SignalQuality.Reason.allCases.randomElement(using: &generator) ?? .flat
                    : usual
                stretch.append(
                    usable != other ? .clean : SignalQuality(score: 0.1, reasons: [reason]))
            }
            return stretch
        }
        let usable = Bool.random(using: &generator)
        return QualityRule.Inputs(
            role: ChannelRole.allCases.randomElement(using: &generator) ?? .ecg,
            current: stretch(usable, from: 1_000),
            previous: Bool.random(using: &generator) ? stretch(!usable, from: 0) : nil,
            wear: QualityRule.Wear.allCases.randomElement(using: &generator) ?? .worn, now: 2_000,
            localSecondOfDay: Bool.random(using: &generator)
                ? Double.random(in: 0..<86_400, using: &generator) : nil)
    }

    private func check<Rule: InsightRule>(
        _ rule: Rule, of count: Int, leastSaid: Int,
        inputs make: (inout SeededGenerator) -> Rule.Inputs
    ) throws {
        var generator = SeededGenerator(seed: 7)
        var said = 0
        for _ in 0..<count {
            let inputs = make(&generator)
            let decision = rule.decide(inputs)
            #expect(rule.decide(inputs) == decision)
            #expect(rule.announcement(inputs) == decision.insight?.announcement)
            guard let insight = decision.insight else { continue }
            said += 1
            #expect(SentenceLint.faults(of: insight) == [])
            #expect((0...Confidence.valueMax).contains(insight.confidence.value))
            #expect(insight.confidence.kind == .uncalibratedModel)
            let sum = insight.contributions.reduce(0) { $0 + $1.value }
            expect(sum, isClose: insight.confidence.value, within: 1e-9)
            for claim in insight.claims {
                let ends = [claim.interval95?.lowerBound, claim.interval95?.upperBound]
                #expect((ends.compactMap { $0 } + [claim.value]).allSatisfy { $0.isFinite })
            }
            let texts =
                [insight.text, insight.headline, insight.reason, insight.briefReason]
                + insight.wouldChangeIf + insight.limits
            #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("nan") })
        }
        #expect(said >= leastSaid, "\(said) of \(count) were said")
    }

    @Test func stationary() throws {
        try check(StationaryRule(), of: 60, leastSaid: 10) { stationary(&$0) }
    }

    @Test func trend() throws {
        try check(TrendRule(), of: 150, leastSaid: 15) {
            TrendRule.Inputs(finding: finding(&$0), usual: usual(&$0), now: 12_000)
        }
    }

    @Test func quality() throws {
        try check(QualityRule(), of: 150, leastSaid: 15) { quality(&$0) }
    }
}
