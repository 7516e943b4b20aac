import Biosignals
import HRV
import TestKit
import Testing

@Suite struct ArtefactRuleTests {
    /// 1000 ms, with one interval of another length at 15.
    private func kept(_ rule: ArtefactRule, _ odd: Double) -> [Double] {
        var series = Array(repeating: 1_000.0, count: 30)
        series[15] = odd
        return NNEditor(rule: rule).edit(RRIntervals(milliseconds: series)).milliseconds
    }

    @Test func noneLeavesEverything() {
        let rr = RRIntervals(milliseconds: [100, 5_000, 800])
        #expect(NNEditor(rule: .none).edit(rr) == NNIntervals(unedited: rr))
    }

    /// 1201 is 20.1 % over 1000; on the way back 1000 is only 16.7 % under 1201.
    @Test func malikLeavesOutOverTwentyPercent() {
        #expect(kept(.malik, 1_200).count == 30)
        #expect(kept(.malik, 1_201).count == 29)
        #expect(kept(.malik, 1_260).count == 28)
    }

    /// 1325 is the limit upwards, 755 downwards; on the way back 1000 is 24.5 % under 1325 and 32.4 %
    /// over 755.1.
    @Test func kamathAndFallenAllowMoreUpThanDown() {
        #expect(kept(.kamathFallen, 1_324).count == 30)
        #expect(kept(.kamathFallen, 1_326).count == 28)
        #expect(kept(.kamathFallen, 756).count == 30)
        #expect(kept(.kamathFallen, 754).count == 28)
    }

    /// Against the mean of the neighbours: 1201 itself is out; its neighbours, against 1100.5, are not.
    @Test func karlssonLooksAtBothNeighbours() {
        #expect(kept(.karlsson, 1_200).count == 30)
        #expect(kept(.karlsson, 1_201).count == 29)
    }

    /// The mean is 1000 + odd / 30; 1.01 × 450 ms and more is interpolated, back to 1000.
    @Test(arguments: zip(ArtefactRule.KubiosLevel.allCases, [450.0, 350, 250, 150, 50]))
    func kubiosLevelsScaleWithTheMeanInterval(
        _ level: ArtefactRule.KubiosLevel, _ threshold: Double
    ) {
        let limit = threshold / (1 - threshold / 30_000)
        let (below, above) = (1_000 + 0.999 * limit, 1_000 + 1.001 * limit)
        #expect(kept(.kubios(level: level), below)[15] == below)
        expect(kept(.kubios(level: level), above)[15], isClose: 1_000, within: 1e-9)
    }

    /// NeuroKit 0.2.13 on the same beats; its index of a beat is one more than that of the interval.
    /// Where it calls an interval long or short for its distance from the median alone we call more.
    @Test(arguments: ["extra_103", "missed_103", "misaligned_103", "real_ectopic_100"])
    func lipponenAndTarvainenCorrectTheGoldenBeats(_ name: String) throws {
        let beats = try Golden.beats(name)
        let nn = NNEditor(rule: .lipponenTarvainen).edit(
            RRIntervals(beatSeconds: beats.found.map { $0 / 1_000 }))
        for index in beats.abnormal {
            let at = beats.found[index] / 1_000
            #expect(nn.edits.contains { abs($0.seconds - at) < 1.5 }, "\(index)")
        }
        switch name {
        case "extra_103":
            let extra = nn.edits.filter { $0.kind == .extra }.map { ($0.seconds * 1_000).rounded() }
            #expect(extra == beats.abnormal.map { beats.found[$0] })
        case "missed_103":
            #expect(nn.edits.count { $0.kind == .missed } == beats.abnormal.count)
        default: #expect(nn.edits.allSatisfy { $0.kind == .moved })
        }
    }

    @Test(arguments: [
        ArtefactRule.malik, .kamathFallen, .karlsson, .kubios(level: .medium), .lipponenTarvainen,
        .none,
    ])
    func fewIntervalsDoNoHarm(_ rule: ArtefactRule) {
        for series in [[], [800], [800, 300], [800, 1_700, 800]] as [[Double]] {
            let nn = NNEditor(rule: rule).edit(RRIntervals(milliseconds: series))
            #expect(nn.milliseconds.allSatisfy { $0 > 0 && $0.isFinite })
        }
    }
}
