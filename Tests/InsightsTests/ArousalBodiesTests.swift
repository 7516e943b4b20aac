import Biosignals
import EDA
import Foundation
import Insights
import Synthesis
import Testing

/// Simulated skin through the real detector: a skin whose glands do not fire is never called
/// anything, whatever the heart does, and however restless the hands are.
struct ArousalBodiesTests {
    private static let rate = 4.0
    private static let minutes = 50

    @Test(arguments: 1...4 as ClosedRange<UInt64>, [0, 0.03, 0.1])
    func nobodyWithFlatSkinIsCalledAnything(_ seed: UInt64, _ motion: Double) throws {
        let history = try play(seed: seed, responses: 0, motion: motion) { decision, minute in
            #expect(decision.insight == nil, "minute \(minute)")
        }
        // Restless hands press a response or so out of the electrodes; too few to respond with.
        let silence = try #require(history.outcome.silence)
        #expect(motion > 0.05 || silence.code == "skinTellsNothing", "\(silence)")
    }

    /// The same hearts with skin that answers: the test above does not pass for want of a voice.
    @Test(arguments: 1...2 as ClosedRange<UInt64>)
    func whoResponds(_ seed: UInt64) throws {
        var said: [Int] = []
        _ = try play(seed: seed, responses: 3, motion: 0) { decision, minute in
            if decision.insight != nil { said.append(minute) }
        }
        #expect(!said.isEmpty)
        #expect(said.allSatisfy { $0 >= 40 })
    }

    /// 40 minutes of rest, then ten in which the heart, and the skin if it can, is up.
    private func play(
        seed: UInt64, responses: PerMinute, motion: Double, _ each: (Decision, Int) -> Void
    ) throws -> ArousalHistory {
        let skin = try Self.skin(seed: seed, responses: responses, motion: motion)
        var history = ArousalHistory()
        let rule = ArousalRule()
        for minute in 0..<Self.minutes {
            let window = 60 * Double(minute)..<60 * Double(minute + 1)
            let wobble = Double((minute * 7 + Int(seed)) % 5) - 2
            history.append(
                ArousalWindow(
                    window: window, state: .still, skin: skin[minute],
                    heart: ArousalHeart(
                        usable: 1, heartRate: PerMinute((minute < 40 ? 65 : 82) + wobble),
                        lnRMSSD: (minute < 40 ? 3.8 : 3.3) + 0.05 * wobble, channel: .ecg)))
            each(rule.decide(.init(evidence: ArousalEvidence(history))), minute)
        }
        return history
    }

    private static func skin(
        seed: UInt64, responses: PerMinute, motion: Double
    ) throws -> [ArousalSkin] {
        func phase(_ minutes: Double, times: Double) -> SyntheticPerson.Phase {
            SyntheticPerson.Phase(
                .deskWork, duration: Seconds(60 * minutes), heartRate: 65, rmssd: 40,
                scrRate: PerMinute(responses.value * times), motion: motion)
        }
        let person = try SyntheticPerson(
            seed: seed, phases: [phase(40, times: 1), phase(10, times: 4)])
        var source = try SyntheticSource(person: person, rates: SyntheticRates(eda: Hertz(rate)))
        var processor = try EDAProcessor(rate: Hertz(rate), unit: .microsiemens)
        var output = EDAOutput()
        while let stretch = source.next(seconds: 60) {
            for block in stretch.blocks { processor.process(block.samples, into: &output) }
        }
        processor.finish(into: &output)
        return (0..<minutes).map { minute in
            let window = 60 * Double(minute)..<60 * Double(minute + 1)
            let usable = output.seconds.count {
                window.contains(Double($0.index)) && $0.quality.isUsable
            }
            return ArousalSkin(
                usable: Double(usable) / 60,
                amplitudes: output.responses.filter { window.contains($0.onset / rate) }
                    .map(\.amplitude.value),
                levels: output.levels.filter { window.contains(Double($0.second)) }
                    .map { ($0.second, $0.level.value) })
        }
    }
}
