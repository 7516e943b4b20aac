import Biosignals
import Insights
import Sedentary
import TestKit
import Testing

@testable import Agent

@Suite struct InsightFactTests {
    private func fact() -> InsightFact {
        var fact = InsightFact(seconds: 3_960, digests: ["c1": ["sha256:00"]])
        fact.steps = .init(today: 321, sinceBout: nil, age: 60, subject: "health.context.steps")
        fact.rows = .init(epochs: 66, measures: 12, windows: 0, sha256: "sha256:11")
        return fact
    }

    @Test func everyFlippedBitShows() throws {
        let bytes = try fact().bytes
        #expect(InsightFact.reading(bytes) == .fact(fact()))
        for index in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[index] ^= 1 << UInt8(bit)
                guard case .damaged = InsightFact.reading(other) else {
                    Issue.record("bit \(bit) of byte \(index)")
                    return
                }
            }
        }
    }

    @Test func noBytesAreTooMuch() throws {
        var generator = SeededGenerator(seed: 4)
        let good = try fact().bytes
        for _ in 0..<500 {
            var bytes = Array(good.prefix(Int.random(in: 0...good.count, using: &generator)))
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
            if case .fact = InsightFact.reading(bytes) { #expect(bytes == good) }
            _ = StoredEpoch(bytes)
            _ = StoredArousalWindow.window(bytes)
            _ = PersonalHandover(bytes)
        }
    }

    /// Every field, also one that is no number a wire could carry.
    @Test func anEpochComesBackToTheDigit() throws {
        let epoch = LiveInsights.epoch(5)
        let read = try #require(StoredEpoch(try StoredEpoch(epoch).bytes))
        #expect(read.epoch(.stationary) == epoch)
        let bare = Epoch(
            start: 0, end: 60.000_1, state: .unknown, pStationary: nil,
            evidence: EpochEvidence(usable: 0, contactLost: 1.0 / 3), logLikelihoodRatios: [:])
        #expect(StoredEpoch(try StoredEpoch(bare).bytes)?.epoch(.unknown) == bare)
    }

    @Test func anEpochThatCannotBeIsNone() throws {
        let text = String(decoding: try StoredEpoch(LiveInsights.epoch(1)).bytes, as: UTF8.self)
        let backwards = text.replacing("\"end_s\":120", with: "\"end_s\":12")
        #expect(StoredEpoch(Array(backwards.utf8)) == nil)
        let belief = text.replacing("[0.01,0,0.9,0.09]", with: "[0.5,0,0.9,0.09]")
        #expect(StoredEpoch(Array(belief.utf8))?.epoch(.stationary).belief == nil)
    }
}
