import Biosignals
import Insights
import Testing
import TestKit

struct ArousalModelTests {
    private func evidence(heartRate: Double = 70, responses: Int = 8) throws -> ArousalEvidence {
        func minute(_ index: Int, responses: Int, heartRate: Double, slope: Double)
            -> ArousalWindow
        {
            ArousalWindow(
                window: 60 * Double(index)..<60 * Double(index + 1), state: .still,
                skin: ArousalSkin(
                    usable: 1, amplitudes: Array(responses, 0.1),
                    levels: (0..<60).map { ($0, 2 + slope * (Double($0) - 29.5) / 60) }),
                heart: ArousalHeart(usable: 1, heartRate: PerMinute(heartRate), channel: .ppg))
        }
        let windows =
            (0..<30).map { minute($0, responses: 2, heartRate: 60, slope: 0) }
            + (30..<35).map {
                minute($0, responses: responses, heartRate: heartRate, slope: 0.1)
            }
        return try #require(ArousalEvidence(ArousalHistory(windows)))
    }

    /// Rate √8 − √2 = 1.4142; amplitudes 0.8 against 0.2 µS a minute, ln(0.85 / 0.25) / 1.1 =
    /// 1.1125; slope 5 %/min, 1: skin = (1.4142 + 1.1125) / 2 + 0.5 = 1.7634. Heart 10 / 5 = 2.
    /// Logit ln(0.2 / 0.8) − 0.5 + 1.7634 + 2 = 1.8771, probability 0.8672.
    @Test func byHand() throws {
        let model = ArousalModel()
        let evidence = try evidence()
        let skin = try #require(model.skin(evidence))
        let heart = try #require(model.heart(evidence))
        expect(skin.value, isClose: 1.763_4, within: 1e-4)
        expect(heart.value, isClose: 2, within: 1e-12)
        let probability = try #require(model.probability(skin: skin, heart: heart))
        expect(probability.value, isClose: 0.867_2, within: 1e-4)
        #expect(probability.interval95.lowerBound < probability.value)
        #expect(probability.interval95.upperBound > probability.value)
    }

    @Test func moreOfEitherIsNotLessProbable() throws {
        let model = ArousalModel()
        func probability(_ evidence: ArousalEvidence) throws -> Double {
            let skin = try #require(model.skin(evidence))
            let heart = try #require(model.heart(evidence))
            return try #require(model.probability(skin: skin, heart: heart)).value
        }
        let hearts = try [40.0, 60, 65, 80, 120, 200].map {
            try probability(evidence(heartRate: $0))
        }
        #expect(hearts == hearts.sorted())
        let skins = try [0, 1, 2, 5, 12, 60].map { try probability(evidence(responses: $0)) }
        #expect(skins == skins.sorted())
    }

    /// However far both lie above the usual, each score is held to 3.
    @Test func noChannelDecidesAlone() throws {
        let model = ArousalModel()
        let wild = try evidence(heartRate: 220, responses: 60)
        let skin = try #require(model.skin(wild))
        let heart = try #require(model.heart(wild))
        #expect(skin.value <= 3)
        #expect(heart.value == 3)
    }
}
