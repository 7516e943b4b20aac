import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@Suite struct StationaryRuleTests {
    private let rule = StationaryRule()

    private func insight(_ inputs: StationaryInputs) throws -> Insight {
        try #require(rule.decide(inputs).insight)
    }

    @Test func saysNothingBeforeTheThreshold() throws {
        // 61 × 0.98 is 59.8 minutes, 62 × 0.98 is 60.8.
        let silence = try #require(rule.decide(Made.inputs(Made.minutes(61))).silence)
        #expect(silence.reason == .belowThreshold && silence.needed == 60)
        expect(try #require(silence.found), isClose: 59.78, within: 1e-9)
        #expect(rule.decide(Made.inputs(Made.minutes(62))).insight != nil)
    }

    @Test func everyThresholdsWorthIsAStage() throws {
        #expect(try insight(Made.inputs(Made.minutes(62))).occasion.stage == 1)
        #expect(try insight(Made.inputs(Made.minutes(130))).occasion.stage == 2)
        #expect(try insight(Made.inputs(Made.minutes(190))).occasion.stage == 3)
        #expect(try insight(Made.inputs(Made.minutes(700))).occasion.stage == 4)
    }

    @Test func everyNumberInTheReasonIsAClaim() throws {
        let insight = try insight(Made.inputs(Made.minutes(62)))
        #expect(insight.reason == "Stationary for 1 hour 1 minute")
        #expect(insight.briefReason == "Stationary for 1 hour")
        #expect(insight.claim("stationary_time")?.value == 61)
        #expect(insight.claim("sitting_time") == nil)
        #expect(insight.text == "Suggesting a 5-minute walk break")
        #expect(insight.limits.contains { $0.hasPrefix("posture is not observed") })
        #expect(!insight.text.contains("sitting") && !insight.reason.contains("edentary"))
    }

    @Test func sedentaryIsSaidOnlyOfEvidencedPosture() throws {
        var inputs = Made.inputs(Made.minutes(62))
        inputs.posture = .init(sittingProbability: 0.79)
        #expect(try insight(inputs).reason.hasPrefix("Stationary"))
        inputs.posture = .init(sittingProbability: 0.8)
        let sitting = try insight(inputs)
        #expect(sitting.reason == "Sedentary for 1 hour 1 minute")
        #expect(sitting.claim("sitting_time")?.value == 61)
        #expect(!sitting.limits.contains { $0.contains("posture is not observed") })
        // What is stated beside the time must be true as well: 0.8 times what it was.
        inputs.posture = nil
        let bare = try insight(inputs)
        expect(sitting.confidence.raw, isClose: 0.8 * bare.confidence.raw, within: 1e-12)
    }

    @Test func aDeclineRaisesThePriorityAndNothingElse() throws {
        var inputs = Made.inputs(Made.minutes(62))
        let bare = try insight(inputs)
        inputs.trend = TrendFinding(windows: Made.windows(24))
        let told = try insight(inputs)
        #expect(bare.priority == .normal && told.priority == .raised)
        #expect(
            told.reason == "Stationary for 1 hour 1 minute; heart rate variability is declining")
        #expect(told.action == bare.action && told.occasion == bare.occasion)
        #expect(told.limits.contains { $0.contains("neither as its effect nor as its proof") })
        // A rise is no reason for a break.
        inputs.trend = TrendFinding(windows: Made.windows(24, from: 30, to: 45))
        #expect(try insight(inputs).reason == bare.reason)
    }

    @Test func confidenceIsThatOfAllThatIsStated() throws {
        let sure = try insight(Made.inputs(Made.minutes(62)))
        #expect(sure.confidence.value == Confidence.valueMax)
        #expect(sure.confidence.kind == .uncalibratedModel)
        let unsure = try insight(Made.inputs(Made.minutes(100, probability: 0.62)))
        // 62 minutes expected, variance 100 · 0.62 · 0.38 · 9: a normal's P(≥ 54) is Φ(0.549).
        expect(unsure.confidence.value, isClose: 0.7085, within: 1e-3)
        let calibrated = StationaryRule(
            model: ConfidenceModel(
                joint: { _, _ in 0.8 },
                calibration: { raw, _, rule in
                    .init(probability: raw - 0.1, id: "test-1 of \(rule.name)", count: 12)
                }))
        let said = try #require(calibrated.decide(Made.inputs(Made.minutes(62))).insight)
        expect(said.confidence.value, isClose: 0.7, within: 1e-12)
        #expect(said.confidence.kind == .calibrated)
        #expect(said.confidence.calibration?.id == "test-1 of stationary-break")
        #expect(!said.limits.contains { $0.contains("not yet calibrated") })
    }

    @Test func contributionsSumToTheConfidence() throws {
        var inputs = Made.inputs(Made.minutes(80, probability: 0.8))
        inputs.posture = .init(sittingProbability: 0.9)
        inputs.trend = TrendFinding(windows: Made.windows(24))
        let insight = try insight(inputs)
        #expect(
            insight.contributions.map(\.name)
                == ["motion", "heartRate", "acceleration", "steps", "posture", "trend"])
        let sum = insight.contributions.reduce(0) { $0 + $1.value }
        expect(sum, isClose: insight.confidence.value, within: 1e-12)
        // Nothing was measured by these.
        #expect(insight.contributions[2].value == 0 && insight.contributions[3].value == 0)
        // What is stated besides can only take from it.
        #expect(insight.contributions[4].value < 0)
    }

    @Test func whyNotHigherNamesWhatCostsMost() throws {
        var inputs = Made.inputs(Made.minutes(100))
        inputs.posture = .init(sittingProbability: 0.82)
        let why = try #require(try insight(inputs).whyNotHigher)
        #expect(why == "were posture certain, the confidence would be 0.95")
        inputs.posture = nil
        #expect(try insight(inputs).whyNotHigher == "nothing is said with more than 0.95")
    }

    @Test func whatItIsSilentAbout() throws {
        let still = Made.minutes(120)
        func reason(_ inputs: StationaryInputs, _ rule: StationaryRule = StationaryRule())
            -> Silence.Reason?
        { rule.decide(inputs).silence?.reason }

        #expect(reason(Made.inputs([])) == .nothingToSay)
        #expect(
            reason(Made.inputs(still + [Made.minute(at: 7_200, state: .active, 0.1)]))
                == .nothingToSay)
        #expect(
            reason(Made.inputs(still + [Made.minute(at: 7_200, state: .notWorn, nil)])) == .notWorn)
        #expect(
            reason(Made.inputs(still + [Made.minute(at: 7_200, state: .asleep, nil)])) == .asleep)
        var inputs = Made.inputs(still)
        inputs.isWorn = false
        #expect(reason(inputs) == .notWorn)
        inputs = Made.inputs(still)
        inputs.asleepProbability = 0.5
        #expect(reason(inputs) == .asleep)
        inputs.asleepProbability = 0.4
        #expect(reason(inputs) == nil)
        #expect(reason(Made.inputs(Made.minutes(120, usable: 0.4))) == .poorSignal)
        inputs.steps = .init(today: 4_000, sinceBout: 250, age: 60)
        #expect(reason(inputs) == .contradicted)
        inputs.steps?.sinceBout = 249
        #expect(reason(inputs) == nil)
        var off = StationaryRule.Settings()
        off.remindersMax = 0
        #expect(reason(Made.inputs(still), StationaryRule(settings: off)) == .turnedOff)
        off = StationaryRule.Settings()
        off.isOn = false
        #expect(reason(Made.inputs(still), StationaryRule(settings: off)) == .turnedOff)
    }

    @Test func stepsThatWereCountedEndABout() throws {
        var minutes = Made.minutes(120)
        minutes[100].steps = 15
        let silence = try #require(rule.decide(Made.inputs(minutes)).silence)
        #expect(silence.reason == .belowThreshold)
        expect(try #require(silence.found), isClose: 19 * 0.98, within: 1e-9)
        minutes[100].steps = 14
        #expect(rule.decide(Made.inputs(minutes)).insight != nil)
    }

    @Test func anOldCountOfStepsIsNotKnown() throws {
        var inputs = Made.inputs(Made.minutes(62))
        inputs.steps = .init(today: 450, age: 3_601)
        #expect(try insight(inputs).claim("step_count") == nil)
        inputs.steps?.age = 240
        let claim = try #require(try insight(inputs).claim("step_count"))
        #expect(claim.value == 450 && claim.source == .context(subject: "health.context.steps"))
    }

    /// 3 steps a minute over half a minute.
    @Test func stepsAreThoseOfTheEpoch() {
        var evidence = EpochEvidence(usable: 1, contactLost: 0)
        evidence.steps = 3
        let minute = StationaryMinute(
            Epoch(
                start: 0, end: 30, state: .stationary, pStationary: 1, evidence: evidence,
                logLikelihoodRatios: [:]))
        #expect(minute.steps == 1.5)
    }

    @Test func theTrackersBoutIsTheRules() {
        // Two unknown minutes do not end a bout, three do.
        var minutes = Made.minutes(50)
        for index in 50..<52 {
            minutes.append(Made.minute(at: 60 * Double(index), state: .unknown, nil, ratios: [:]))
        }
        minutes += Made.minutes(20, from: 52 * 60)
        var tracker = BoutTracker()
        for minute in minutes { _ = tracker.process(minute.epoch) }
        #expect(Made.inputs(minutes).bout(breakSteps: 15) == tracker.current)
    }
}
