@testable import ECG
import Biosignals
import Testing

/// At 100 samples a second and one beat a second.
struct BeatPathTests {
    private let path = BeatPath(rate: 100, rules: .standard)

    private func beat(_ index: Int, _ weight: Double, isAccepted: Bool = true) -> QRSCandidate {
        QRSCandidate(
            index: index, height: 1, slope: 1, isTwoSided: true, likeness: 1,
            likenessIndex: index, weight: weight, noise: 1, isAccepted: isAccepted)
    }

    private func rhythm(without left: Set<Int> = []) -> [QRSCandidate] {
        (1...12).filter { !left.contains($0) }.map { beat(100 * $0, 5) }
    }

    @Test func steadyRhythmIsKept() {
        #expect(path.decide(rhythm()).accepted == (1...12).map { 100 * $0 })
        #expect(path.decide([]).accepted.isEmpty)
    }

    /// Weight 1, but half an interval early: 6 × (1 − 0.5 / 0.65) = 1.4 twice over is more.
    @Test func anIntruderBetweenTwoBeatsGoes() {
        let decided = path.decide(rhythm() + [beat(550, 1)])
        #expect(!decided.contains(550))
        #expect(decided.accepted.count == 12)
    }

    @Test func aStrongPrematureBeatStays() {
        #expect(path.decide(rhythm() + [beat(550, 6)]).contains(550))
    }

    /// The interval of two costs 8 × 0.8 = 6.4; a candidate of −4 is cheaper, one of −7 is not.
    @Test func aWeakBeatInAPauseComesBack() {
        let weak = beat(600, -4, isAccepted: false)
        #expect(path.decide(rhythm(without: [6]) + [weak]).contains(600))
        let none = beat(600, -7, isAccepted: false)
        #expect(!path.decide(rhythm(without: [6]) + [none]).contains(600))
    }

    @Test func theRefractoryTimeIsKept() {
        let decided = path.decide(rhythm() + [beat(515, 9)])
        #expect(decided.contains(515))
        #expect(!decided.contains(500))
    }

    @Test func ofTwoJudgementsTheLaterCounts() {
        #expect(!path.decide(rhythm() + [beat(550, 9), beat(550, -9)]).contains(550))
    }

    /// A minute of noise that no search back would take, between two stretches of rhythm.
    @Test func noiseInAPauseIsNoRhythm() {
        let noise = stride(from: 1_300, to: 7_300, by: 25).map { beat($0, -6, isAccepted: false) }
        let after = (0..<12).map { beat(7_400 + 100 * $0, 5) }
        #expect(path.decide(rhythm() + noise).accepted.count == 12)
        #expect(path.decide(rhythm() + noise + after).accepted.count == 24)
    }

    @Test func behindAPauseTheBetterOfTwoWins() {
        let pair = [beat(5_000, -3), beat(5_015, 9)]
        #expect(path.decide(rhythm() + pair).accepted.suffix(2) == [1_200, 5_015])
    }

    @Test func aPauseBeyondReachEndsNothing() {
        let after = (0..<5).map { beat(5_000 + 100 * $0, 5) }
        #expect(path.decide(rhythm() + after).accepted.count == 17)
    }
}
