import Biosignals
import Insights
import TestKit
import Testing

@Suite struct QualityRuleTests {
    private static let unseen = "the reason is told from the signal: nobody saw the sensor"

    private let rule = QualityRule()

    private func inputs(
        _ current: SignalStretch?, after previous: SignalStretch? = nil,
        role: ChannelRole = .ecg, wear: QualityRule.Wear = .worn, now: Double = 600
    ) -> QualityRule.Inputs {
        QualityRule.Inputs(
            role: role, current: current, previous: previous, wear: wear, now: Seconds(now),
            localSecondOfDay: (10 * 60 + 49) * 60)
    }

    @Test func theElectrodeIsLooseSinceThen() throws {
        // 10:49 at 600 s; since 180 s, seven minutes before: 10:42.
        let insight = try #require(
            rule.decide(inputs(Made.stretch(420, [.leadOff, .flat], from: 180))).insight)
        #expect(insight.headline == "ECG electrode loose since 10:42")
        #expect(insight.text == "ECG electrode loose since 10:42: press the electrode on")
        #expect(insight.action == "press_electrode_on")
        #expect(
            insight.reason
                == "The signal was not usable for 7 minutes; in 100 % of it there was no contact")
        #expect(insight.claim("unusable_time")?.value == 7)
        #expect(insight.limits == [Self.unseen])
    }

    @Test(arguments: [
        ([SignalQuality.Reason.leadOff], "press_electrode_on", "ECG electrode loose"),
        ([.flat], "check_cable", "ECG without a signal"),
        ([.motion, .noise], "hold_still", "ECG shaken by motion"),
        ([.saturated], "wait_or_reattach", "ECG beyond its range"),
        ([.mains], "move_from_mains", "ECG disturbed by mains hum"),
        ([.noise], "improve_contact", "ECG weak"),
        ([.templateMismatch, .detectorsDisagree], "improve_contact", "ECG weak"),
    ])
    func reasonsAreToldApart(
        _ reasons: [SignalQuality.Reason], _ action: String, _ words: String
    ) throws {
        let insight = try #require(
            rule.decide(inputs(Made.stretch(300, reasons, from: 300))).insight)
        #expect(insight.action == action)
        #expect(insight.headline == words + " since 10:44")
    }

    @Test func noCauseIsSaidWhereNoReasonHolds() throws {
        var mixed = Made.stretch(100, [.motion], from: 300)
        for reason in [SignalQuality.Reason.mains, .noise] {
            for _ in 0..<100 { mixed.append(SignalQuality(score: 0, reasons: [reason])) }
        }
        let insight = try #require(rule.decide(inputs(mixed)).insight)
        #expect(insight.action == "check_sensor")
        #expect(insight.headline == "ECG not usable since 10:44")
    }

    @Test func itIsTakenBackWhenGoodAgain() throws {
        let bad = Made.stretch(300, [.leadOff])
        let insight = try #require(
            rule.decide(inputs(Made.stretch(60, [], from: 540), after: bad)).insight)
        #expect(insight.headline == "ECG electrode good again since 10:48")
        #expect(insight.action == "note_signal_back")
        #expect(insight.occasion.isFollowUp && insight.occasion.stage == 2)
        let trouble = try #require(rule.decide(inputs(bad)).insight)
        #expect(insight.occasion.key == trouble.occasion.key)
        #expect(insight.occasion.began == trouble.occasion.began)
    }

    @Test func whatItIsSilentAbout() {
        func reason(_ inputs: QualityRule.Inputs) -> Silence.Reason? {
            rule.decide(inputs).silence?.reason
        }
        let bad = Made.stretch(300, [.leadOff])
        #expect(reason(inputs(bad, wear: .notWorn)) == .notWorn)
        #expect(reason(inputs(bad, wear: .off)) == .notWorn)
        #expect(reason(inputs(nil)) == .tooLittleData)
        #expect(reason(inputs(Made.stretch(119, [.leadOff]))) == .belowThreshold)
        #expect(reason(inputs(Made.stretch(600, []))) == .nothingToSay)
        let short = Made.stretch(60, [.leadOff])
        #expect(reason(inputs(Made.stretch(600, []), after: short)) == .nothingToSay)
        #expect(reason(inputs(Made.stretch(59, []), after: bad)) == .belowThreshold)
        var patchy = Made.stretch(150, [.leadOff])
        for _ in 0..<150 { patchy.append(.clean) }
        #expect(reason(inputs(patchy)) == .notClear)
        var settings = QualityRule.Settings()
        settings.isOn = false
        #expect(
            QualityRule(settings: settings).decide(inputs(bad)).silence?.reason == .turnedOff)
    }

    @Test func whatIsNotKnownIsSaid() throws {
        let insight = try #require(
            rule.decide(inputs(Made.stretch(300, [.leadOff]), wear: .unknown)).insight)
        #expect(insight.limits == [Self.unseen, "whether the device is worn is not known"])
    }

    @Test func lessOfItWouldNotHaveBeenTold() throws {
        let bad = Made.stretch(150, [.leadOff])
        let insight = try #require(rule.decide(inputs(bad)).insight)
        // 120 s are told, 119 are not.
        #expect(insight.claim("seconds_to_spare")?.value == 31)
        #expect(rule.decide(inputs(Made.stretch(150 - 31, [.leadOff]))).insight == nil)
        #expect(rule.decide(inputs(Made.stretch(150 - 30, [.leadOff]))).insight != nil)
    }
}
