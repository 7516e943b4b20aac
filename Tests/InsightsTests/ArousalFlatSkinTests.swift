import Biosignals
import Insights
import Testing
import TestKit

/// A skin without responses tells nothing: whatever heart, level and warmth do, nobody is called
/// aroused, and nobody calm.
struct ArousalFlatSkinTests {
    typealias Minute = ArousalPeople.Minute

    /// Hearts that race, levels that jump, drift or lie at the limit of what is measured.
    private static func story(_ seed: UInt64) -> [Minute] {
        var generator = SeededGenerator(seed: seed)
        func draw(_ range: ClosedRange<Double>) -> Double {
            Double.random(in: range, using: &generator)
        }
        var minutes: [Minute] = []
        while minutes.count < 90 {
            let flat = Minute(
                responses: 0, level: draw(0.06...30), slope: draw(-1...2),
                heartRate: draw(45...150), lnRMSSD: draw(1.5...5), temperature: draw(28...36))
            minutes += [Minute](Int.random(in: 1...20, using: &generator), flat)
        }
        return minutes
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func nobodyWithFlatSkinIsCalledAnything(_ seed: UInt64) {
        var people = ArousalPeople(seed: seed)
        var history = ArousalHistory()
        let rule = ArousalRule()
        for window in people.windows(Self.story(seed)) {
            history.append(window)
            let decision = rule.decide(.init(evidence: ArousalEvidence(history)))
            #expect(decision.insight == nil, "at \(window.window.lowerBound) s")
        }
        guard case .skinTellsNothing(let minutes)? = history.outcome.silence else {
            // Warmth and drift may be the nearer reason at the very end, but nothing else.
            switch history.outcome.silence {
            case .warming, .drifting: return
            default: Issue.record("after 90 minutes: \(history.outcome)")
            }
            return
        }
        #expect(minutes >= 30)
    }

    @Test func aSkinThatTellsNothingIsSaidToTellNothing() throws {
        var people = ArousalPeople(seed: 3)
        let windows = people.windows(
            [Minute](45, Minute(responses: 0)) + [Minute](5, Minute(responses: 0, heartRate: 95)))
        let silence = try #require(ArousalHistory(windows).outcome.silence)
        #expect(silence == .skinTellsNothing(minutes: 40))
        #expect(silence.silence.reason == .tooLittleData)
    }

    /// Two twitches in 40 minutes are no responder's skin: fewer than one in ten minutes.
    @Test func nextToNoResponsesAreNone() throws {
        var people = ArousalPeople(seed: 4)
        var windows = people.windows([Minute](50, Minute(responses: 0, heartRate: 70)))
        for index in [25, 33] {
            windows[index] = ArousalWindow(
                window: windows[index].window, state: .still,
                skin: ArousalSkin(usable: 1, amplitudes: [0.3], levels: []),
                heart: windows[index].heart)
        }
        #expect(ArousalHistory(windows).outcome.silence == .skinTellsNothing(minutes: 40))
    }

    @Test func noReasonAndNoSentenceSaysCalm() throws {
        for reason in ArousalSilence.examples {
            for word in ["calm", "relax", "lower", "resting"] {
                #expect(!reason.text.contains(word), "\(reason.text)")
            }
        }
    }
}

extension ArousalSilence {
    static let examples: [ArousalSilence] = [
        .nothingSeen, .noSkin, .noHeart, .notWorn, .asleep, .movementNotSeen, .moving(minutes: 1),
        .justActive(minutes: 1), .skinUnusable(minutes: 1, needed: 2),
        .heartUnusable(minutes: 1, needed: 2), .tooLittleUsual(minutes: 1, needed: 2),
        .skinTellsNothing(minutes: 1), .warming(degrees: 1), .drifting(percentPerMinute: 1),
        .neitherRaised, .skinAlone, .heartAlone, .notSure(probability: 0.5, needed: 0.8),
    ]
}
