import Foundation
import Insights
import TestKit
import Testing

@Suite struct PersonalLayerTests {
    private static let grid = stride(from: 0.0, through: 1, by: 0.01)

    private func answer(
        _ index: Int, _ word: PersonalAnswer.Word, _ probability: Double, time: Int64? = nil
    ) throws -> PersonalAnswer {
        try #require(
            PersonalAnswer(
                event: "e\(index)", word: word, timeMilliseconds: time ?? Int64(index),
                probability: probability))
    }

    private func random(_ count: Int, seed: UInt64) throws -> [PersonalAnswer] {
        var generator = SeededGenerator(seed: seed)
        return try (0..<count).map { index in
            try answer(
                index, PersonalAnswer.Word.allCases.randomElement(using: &generator) ?? .ignored,
                Double.random(in: 0...1, using: &generator))
        }
    }

    @Test func withoutAnswersNothingIsMoved() throws {
        var layer = PersonalLayer()
        for p in Self.grid { #expect(layer.personal(p) == p) }
        // Nor by silence.
        layer.add(try answer(1, .ignored, 0.8))
        for p in Self.grid { #expect(layer.personal(p) == p) }
        #expect(layer.account(of: 0.85) == "no answers of yours yet: 0.85")
        #expect(layer.count == 0 && layer.a == 0 && layer.b == 1)
    }

    /// Answers that come as often as was said leave a = 0 and b = 1: the gradient there is the sum of
    /// y − p, and of that times the logit, both 0 for 4 yes and 1 no at 0.8, the prior's as well.
    @Test func answersAsOftenAsSaidMoveNothing() throws {
        let layer = PersonalLayer(
            answers: try (0..<20).map { try answer($0, $0 % 5 == 0 ? .dismissed : .accepted, 0.8) })
        expect(layer.a, isClose: 0, within: 1e-9)
        expect(layer.b, isClose: 1, within: 1e-9)
    }

    /// Ten times no at even odds: logit 0, so only a moves, and 12.5 a = −10 sigmoid(a): a = −0.333 85
    /// (12.5 · 0.333 85 = 4.173; sigmoid(−0.333 85) = 0.417 3).
    @Test func tenTimesNoByHand() throws {
        let layer = PersonalLayer(answers: try (0..<10).map { try answer($0, .notHelpful, 0.5) })
        expect(12.5 * layer.a, isClose: -10 / (1 + exp(-layer.a)), within: 1e-9)
        expect(layer.b, isClose: 1, within: 1e-12)
        expect(layer.personal(0.5), isClose: 0.417_3, within: 1e-4)
    }

    @Test(arguments: 0..<20)
    func boundedAndRising(_ seed: UInt64) throws {
        let layer = PersonalLayer(answers: try random(40 * Int(seed + 1), seed: seed))
        let personal = Self.grid.map(layer.personal)
        #expect(personal.allSatisfy { (0...1).contains($0) })
        #expect(zip(personal, personal.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(layer.b >= 0 && layer.a.isFinite)
    }

    /// The more was claimed the less was liked: b would be negative and is held at 0.
    @Test func theOrderIsNeverTurnedRound() throws {
        let layer = PersonalLayer(
            answers: try (0..<400).map {
                try answer(
                    $0, $0.isMultiple(of: 2) ? .accepted : .dismissed,
                    $0.isMultiple(of: 2) ? 0.05 : 0.95)
            })
        #expect(layer.b == 0)
        #expect(layer.personal(0.1) == layer.personal(0.9))
        expect(layer.personal(0.5), isClose: 0.5, within: 1e-6)
    }

    @Test(arguments: 0..<10)
    func orderDoesNotMatterToTheDigit(_ seed: UInt64) throws {
        let answers = try random(60, seed: seed)
        var generator = SeededGenerator(seed: seed + 100)
        var (one, other) = (PersonalLayer(), PersonalLayer())
        for answer in answers { one.add(answer) }
        for answer in answers.shuffled(using: &generator) { other.add(answer) }
        #expect(one == other && one == PersonalLayer(answers: answers))
        // Each a second time: counts once.
        for answer in answers.shuffled(using: &generator) { other.add(answer) }
        #expect(one == other)
    }

    @Test func ofTwoAnswersToOneInsightTheLaterCounts() throws {
        let (first, second) = (
            try answer(1, .accepted, 0.8, time: 1), try answer(1, .dismissed, 0.8, time: 2)
        )
        var (one, other) = (PersonalLayer(), PersonalLayer())
        one.add(first)
        one.add(second)
        other.add(second)
        other.add(first)
        #expect(one == other && one.count == 1 && one.yesCount == 0)
    }

    @Test func noLowersAndTheAccountSaysSo() throws {
        var layer = PersonalLayer()
        for index in 0..<12 {
            layer.add(try answer(index, index % 4 == 0 ? .accepted : .notHelpful, 0.85))
        }
        let moved = layer.personal(0.85)
        #expect(moved < 0.8 && moved > 0.5)
        let hundredths = Int((moved * 100).rounded())
        #expect(layer.account(of: 0.85) == "your answers moved 0.85 to 0.\(hundredths) (n 12)")
        layer.reset()
        #expect(layer == PersonalLayer() && layer.personal(0.85) == 0.85)
    }

    @Test func memoryIsBounded() throws {
        let answers = try random(1_200, seed: 3)
        var layer = PersonalLayer()
        for answer in answers.suffix(PersonalLayer.answersMax + 40) { layer.add(answer) }
        #expect(layer.remembered.count == PersonalLayer.answersMax)
        #expect(layer == PersonalLayer(answers: answers))
        #expect(layer.remembered.first?.event == "e\(1_200 - PersonalLayer.answersMax)")
    }

    @Test func whatIsNoAnswer() {
        for probability in [-0.1, 1.1, .nan] {
            #expect(
                PersonalAnswer(
                    event: "e", word: .accepted, timeMilliseconds: 0, probability: probability)
                    == nil)
        }
        let long = String(repeating: "e", count: 65)
        for event in ["", long] {
            #expect(
                PersonalAnswer(
                    event: event, word: .accepted, timeMilliseconds: 0, probability: 0.5) == nil)
        }
    }

    @Test func eachKindHasItsOwn() throws {
        var layers = PersonalLayers()
        for index in 0..<9 { layers.add(try answer(index, .dismissed, 0.9), to: "stationary") }
        #expect(layers.layer(of: "stationary").personal(0.9) < 0.9)
        #expect(layers.layer(of: "trend").personal(0.9) == 0.9)
        layers.reset(kind: "stationary")
        #expect(layers == PersonalLayers())
        for index in 0..<PersonalLayers.kindsMax {
            #expect(layers.add(try answer(index, .accepted, 0.5), to: "k\(index)"))
        }
        #expect(!layers.add(try answer(99, .accepted, 0.5), to: "one more"))
    }

    @Test func onTopOfACalibration() throws {
        let layer = PersonalLayer(answers: try (0..<9).map { try answer($0, .dismissed, 0.9) })
        let rule = RuleID("test", version: 1)
        let calibration: ConfidenceModel<Int>.Calibration = { raw, _, _ in
            raw > 0.5 ? .init(probability: raw - 0.1, id: "fit", count: 300) : nil
        }
        let over = layer.over(calibration)
        #expect(over(0.9, 0, rule)?.id == "fit+answers:9")
        #expect(over(0.9, 0, rule)?.probability == layer.personal(0.9 - 0.1))
        #expect(over(0.4, 0, rule) == nil)
        #expect(PersonalLayer().over(calibration)(0.9, 0, rule)?.id == "fit")
    }
}
