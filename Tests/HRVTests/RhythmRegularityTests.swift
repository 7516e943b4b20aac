import Biosignals
import HRV
import RealModule
import TestKit
import Testing

struct RhythmRegularityTests {
    private func finding(_ rr: [Double], ectopic: [Int] = []) -> RhythmFinding {
        RhythmRegularity.judge(RRIntervals(milliseconds: rr), ectopic: ectopic)
    }

    /// Intervals drawn at random between 400 and 1,000 ms, as in atrial fibrillation.
    private func random(_ count: Int, seed: UInt64 = 1) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Double.random(in: 400...1_000, using: &generator) }
    }

    @Test func randomIntervalsAreIrregular() {
        for seed in 1...10 as ClosedRange<UInt64> {
            guard case .irregular(let share) = finding(random(120, seed: seed)) else {
                Issue.record("seed \(seed) is called \(finding(random(120, seed: seed)))")
                continue
            }
            #expect(share > 0.8)
        }
    }

    @Test func aLivingRhythmIsRegular() {
        #expect(finding(rhythm(300)) == .regular)
    }

    @Test(arguments: [3.5, 4, 5, 6])
    func strongBreathingIsRegular(_ beatsPerBreath: Double) {
        // ±20 % with every breath, as in the young at rest.
        let rr = rhythm(120).indices.map { index in
            900 * (1 + 0.2 * Double.sin(2 * .pi * Double(index) / beatsPerBreath))
        }
        #expect(finding(rr) == .regular)
    }

    @Test func recoveryIsRegular() {
        let rr = (0..<300).map { 400 + 500 * (1 - Double.exp(-Double($0) / 90)) }
        #expect(finding(rr) == .regular)
    }

    @Test func bigeminyIsFrequentEctopy() {
        var rr = rhythm(120)
        let early = Array(stride(from: 1, to: 119, by: 2))
        for index in early {
            rr[index] *= 0.65
            rr[index + 1] *= 1.35
        }
        guard case .frequentEctopy(let percent) = finding(rr, ectopic: early) else {
            Issue.record("called \(finding(rr, ectopic: early))")
            return
        }
        // 59 of 121 beats.
        #expect(abs(percent - 100 * 59 / 121) < 1e-9)
    }

    @Test func oneEctopicBeatInTenIsNotIrregular() {
        var rr = rhythm(300)
        for index in stride(from: 5, to: 295, by: 10) {
            rr[index] *= 0.6
            rr[index + 1] *= 1.4
        }
        #expect(finding(rr) == .regular)
    }

    @Test func halfAWindowIsCountedByHalf() {
        guard case .irregular(let share) = finding(rhythm(150) + random(150)) else {
            Issue.record("not irregular")
            return
        }
        #expect(share > 0.4 && share < 0.6)
    }

    @Test func tooFewIntervalsSayNothing() {
        #expect(finding(random(11)) == .unknown)
        #expect(finding([]) == .unknown)
        #expect(finding(random(12)) != .unknown)
    }

    @Test func objectionsCarryNoNumbers() {
        for finding in [RhythmFinding.irregular(share: 0.5), .frequentEctopy(percent: 30)] {
            let words = finding.objection ?? ""
            #expect(!words.isEmpty && !words.contains(where: \.isNumber))
        }
        #expect(RhythmFinding.regular.objection == nil && RhythmFinding.unknown.objection == nil)
    }
}
