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

    /// Breaths of uneven length and depth over slow drifts, as high as RMSSD 150 ms: 0.1 to 0.25 Hz. (At
    /// 0.3 Hz and 150 ms a breath is 3.7 beats long and looks like trigeminy; without shapes it is.)
    @Test(arguments: [100.0, 150], [0.1, 0.15, 0.2, 0.25])
    func youngHeartsAreNotIrregular(_ rmssd: Double, _ hertz: Double) {
        for seed in 1...5 as ClosedRange<UInt64> {
            let rr = breathing(rmssd: rmssd, hertz: hertz, seed: seed)
            let series = RRIntervals(milliseconds: rr)
            let found = RhythmRegularity.withoutWaves(EctopicBeats(of: series).indices, of: series)
            let finding = finding(rr, ectopic: found)
            #expect(finding.objection == nil, "seed \(seed): \(finding)")
        }
    }

    private func breathing(rmssd: Double, hertz: Double, seed: UInt64) -> [Double] {
        let numbers = normalNumbers(4 * 300, seed: seed)
        var (phase, cycle, depth, drift) = (0.0, 1 / hertz, 1.0, 0.0)
        var (wave, rest) = ([Double](), [Double]())
        for index in 0..<300 {
            wave.append(depth * Double.sin(2 * .pi * phase))
            drift = 0.98 * drift + 8 * numbers[4 * index]
            rest.append(900 + drift + 10 * numbers[4 * index + 1])
            phase += 0.9 / cycle
            guard phase >= 1 else { continue }
            phase -= 1
            cycle = max(1.8, (1 + 0.1 * numbers[4 * index + 2]) / hertz)
            depth = Double.exp(0.25 * numbers[4 * index + 3])
        }
        let steps = zip(wave, wave.dropFirst()).map { ($1 - $0) * ($1 - $0) }
        let height = rmssd / (steps.reduce(0, +) / Double(steps.count)).squareRoot()
        return zip(rest, wave).map { max(350, $0 + height * $1) }
    }

    /// A healthy recording of RMSSD 101 ms, and an hour of another.
    @Test(arguments: ["pyhrv_short", "pyhrv_long", "mitdb100_all"])
    func noWindowOfAHealthyRecordingIsWithheld(_ name: String) throws {
        let rr = try Golden.intervals(name)
        for start in stride(from: 0, to: max(1, rr.count - 330), by: 165) {
            let window = RRIntervals(milliseconds: Array(rr[start..<min(rr.count, start + 337)]))
            let corrected = HRVCorrection.hypothesisTests.applied(to: window)
            #expect(corrected.objection == nil, "from \(start)")
        }
    }

    @Test func fibrillationIsWithheld() throws {
        let rr = RRIntervals(milliseconds: try Golden.intervals("mitdb219_af"))
        #expect(HRVCorrection.hypothesisTests.applied(to: rr).objection != nil)
        guard case .irregular(let share) = RhythmRegularity.judge(rr, ectopic: []) else {
            Issue.record("not irregular")
            return
        }
        #expect(share > 0.5)
    }

    /// Every fourth beat or so, at random, of uneven prematurity: jumps, but each pause is foretold.
    @Test func heavyEctopyIsNamedAfterItself() {
        for seed in 1...10 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var rr = rhythm(330, seed: seed)
            var index = 3
            while index < 325 {
                let share = Double.random(in: 0.5...0.7, using: &generator)
                rr[index] *= share
                rr[index + 1] *= 2 - share
                index += Int.random(in: 2...5, using: &generator)
            }
            let found = EctopicBeats(of: RRIntervals(milliseconds: rr)).indices
            guard case .frequentEctopy(let percent) = finding(rr, ectopic: found) else {
                Issue.record("seed \(seed) is called \(finding(rr, ectopic: found))")
                continue
            }
            #expect(percent > 20)
        }
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
