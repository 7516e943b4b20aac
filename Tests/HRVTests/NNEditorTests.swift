import Biosignals
import HRV
import RealModule
import TestKit
import Testing

@Suite struct NNEditorTests {
    private func edited(beats: [Double]) -> NNIntervals {
        NNEditor().edit(RRIntervals(beatSeconds: beats))
    }

    @Test(arguments: [21, 60, 352]) func aCleanRhythmIsLeftAlone(_ count: Int) {
        let series = rhythm(count)
        let nn = NNEditor().edit(RRIntervals(milliseconds: series))
        #expect(nn.edits.isEmpty)
        #expect(nn.milliseconds == series)
        #expect(nn.beatsTotal == count + 1)
    }

    /// Strong sinus arrhythmia, RMSSD 101 ms, with a sigh of 1.4 times the local median.
    @Test func deepBreathsAreNoArtefacts() throws {
        let nn = NNEditor().edit(RRIntervals(milliseconds: try Golden.intervals("pyhrv_short")))
        #expect(nn.edits.isEmpty)
    }

    /// MIT-BIH 100: each of its 34 atrial ectopic beats is edited, and next to nothing else.
    @Test func realEctopicBeatsAreFound() throws {
        let beats = try Golden.beats("real_ectopic_100")
        let nn = edited(beats: beats.found.map { $0 / 1_000 })
        let found = beats.abnormal.filter { index in
            nn.edits.contains { abs($0.seconds - beats.found[index] / 1_000) < 1 }
        }
        #expect(found.count == beats.abnormal.count)
        #expect(nn.edits.count <= beats.abnormal.count + 2)
    }

    @Test func aMissedBeatIsPutIn() throws {
        var beats = beatSeconds(rhythm(100))
        let clean = beats
        beats.remove(at: 50)
        let nn = edited(beats: beats)
        #expect(nn.edits.map(\.kind) == [.missed])
        #expect(nn.count == 100)
        expect(try #require(nn.edits.first).seconds, isClose: clean[50], within: 0.05)
    }

    @Test func twoMissedBeatsArePutIn() {
        var beats = beatSeconds(rhythm(100))
        beats.removeSubrange(50...51)
        let nn = edited(beats: beats)
        #expect(nn.edits.map(\.kind) == [.missed])
        #expect(nn.count == 100)
    }

    @Test func anExtraBeatIsTakenOut() throws {
        let clean = beatSeconds(rhythm(100))
        var beats = clean
        beats.insert(clean[50] + 0.35, at: 51)
        let nn = edited(beats: beats)
        #expect(nn.edits.map(\.kind) == [.extra])
        #expect(nn.count == 100)
        expect(try #require(nn.edits.first).seconds, isClose: clean[50] + 0.35, within: 1e-9)
        for (interval, expected) in zip(nn.milliseconds, rhythm(100)) {
            expect(interval, isClose: expected, within: 1e-6)
        }
    }

    @Test func anEarlyBeatWithItsPauseIsMovedAndCalledEctopic() throws {
        let clean = beatSeconds(rhythm(100))
        var beats = clean
        beats[50] -= 0.25
        let nn = edited(beats: beats)
        #expect(nn.edits.map(\.kind) == [.ectopic])
        let edit = try #require(nn.edits.first)
        #expect(edit.seconds == beats[50])
        #expect(edit.costBefore - edit.costAfter > 10)
        expect(try #require(edit.shiftSeconds), isClose: 0.25, within: 0.05)
        expect(nn.endSeconds[49], isClose: clean[50], within: 0.05)
        // The beats around it stay where they were.
        #expect(nn.endSeconds[48] == beats[49] && nn.endSeconds[50] == beats[51])
    }

    @Test func poorIntervalsAreLeftOutAndLeaveAGap() {
        var rr = RRIntervals()
        for (index, end) in beatSeconds(rhythm(60)).dropFirst().enumerated() {
            rr.append(
                endSeconds: end, milliseconds: rhythm(60)[index], followsPrevious: true,
                quality: (20...22).contains(index) ? 0.3 : 1)
        }
        let nn = NNEditor().edit(rr)
        #expect(nn.edits.map(\.kind) == [.excluded, .excluded, .excluded])
        #expect(nn.count == 57)
        #expect(nn.followsPrevious.enumerated().filter { !$0.element }.map(\.offset) == [0, 20])
    }

    @Test func whatCannotBeMendedIsLeftOutNotSmeared() {
        var series = rhythm(120)
        // Twelve intervals of noise: no single edit explains them.
        let noise: [Double] = [
            400, 1_200, 500, 1_400, 350, 900, 1_500, 420, 1_100, 380, 1_300, 450,
        ]
        series.replaceSubrange(60..<72, with: noise)
        let nn = NNEditor().edit(RRIntervals(milliseconds: series))
        #expect(nn.edits.contains { $0.kind == .excluded })
        let rest = nn.milliseconds.filter { abs($0 - 850) > 300 }
        #expect(rest.isEmpty, "\(rest)")
        #expect(nn.followsPrevious.dropFirst().contains(false))
        #expect(nn.milliseconds.prefix(55) == series.prefix(55))
    }

    @Test func totalTimeIsKept() throws {
        for kind in ["extra_103", "missed_103", "misaligned_103", "real_ectopic_100"] {
            let found = try Golden.beats(kind).found.map { $0 / 1_000 }
            let nn = edited(beats: found)
            for index in 1..<nn.count where nn.followsPrevious[index] {
                expect(
                    nn.endSeconds[index] - nn.endSeconds[index - 1],
                    isClose: nn.milliseconds[index] / 1_000, within: 1e-6)
            }
            #expect(nn.edits.map(\.seconds) == nn.edits.map(\.seconds).sorted())
        }
    }

    /// Ten artefacts among 600 beats of MIT-BIH 103: what remains of the error in RMSSD.
    @Test(arguments: [("extra_103", 0.5), ("missed_103", 2.0), ("misaligned_103", 3.0)])
    func correctedRMSSDIsNearTheTrueOne(_ name: String, _ percentMax: Double) throws {
        let beats = try Golden.beats(name)
        let truth = try #require(
            TimeDomain.rmssd(TimeDomain.differences(beats.clean)))
        let nn = edited(beats: beats.found.map { $0 / 1_000 })
        let value = try #require(
            TimeDomain.rmssd(differences: TimeDomain.differences(of: nn)))
        expect(value, isClose: truth, withinRelative: percentMax / 100)
    }

    @Test func brokenInputDoesNoHarm() {
        #expect(NNEditor().edit(RRIntervals()).count == 0)
        #expect(NNEditor().edit(RRIntervals(milliseconds: [800])).count == 1)
        let odd: [Double] = [1e300, 1e-300, 800, 1e308, 1e308, 250, 3_000, 1]
        for count in [1, 8, 200] {
            let series = (0..<count).map { odd[$0 % odd.count] }
            let nn = NNEditor().edit(RRIntervals(milliseconds: series))
            #expect(nn.milliseconds.allSatisfy { (250...3_000).contains($0) })
        }
        var narrow = NNEditor.Thresholds()
        (narrow.clusterGap, narrow.medianWindow, narrow.deviationWindow) = (0, 0, 0)
        let noisy = rhythm(300, noise: 300)
        let nn = NNEditor(thresholds: narrow).edit(RRIntervals(milliseconds: noisy))
        #expect(nn.count > 0)
    }

    /// Breathing that swings the interval by up to 360 ms is no artefact, however fast.
    @Test(arguments: [0.1, 0.15, 0.2, 0.25]) func strongBreathingIsNoArtefact(_ hertz: Double) {
        for swing in [60.0, 120, 180] {
            var (seconds, series) = (0.0, [Double]())
            while seconds < 300 {
                series.append(900 + swing * Double.sin(2 * .pi * hertz * seconds))
                seconds += series[series.count - 1] / 1_000
            }
            #expect(NNEditor().edit(RRIntervals(milliseconds: series)).edits.isEmpty)
        }
    }

    /// 30 ms, a third of the threshold that intervals alone must pass.
    @Test func aSlightlyDisplacedBeatIsFoundInACalmRhythm() throws {
        var beats = beatSeconds(rhythm(300, noise: 4))
        beats[150] += 0.04
        let nn = edited(beats: beats)
        #expect(nn.edits.map(\.seconds) == [beats[150]])
        expect(try #require(nn.edits.first?.shiftSeconds), isClose: -0.04, within: 0.012)
    }

    /// Whatever comes in: positive, finite intervals in order of time, the ledger complete.
    @Test(arguments: 0..<24) func anyInputGivesSoundIntervals(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var rr = RRIntervals()
        var now = 0.0
        for _ in 0..<[1, 2, 18, 19, 40, 700][seed % 6] {
            let length =
                seed < 6
                ? 800 : Double.random(in: seed < 12 ? 600...900 : 1...4_000, using: &generator)
            now += length / 1_000
            rr.append(
                endSeconds: now, milliseconds: length,
                followsPrevious: seed < 18
                    ? Double.random(in: 0...1, using: &generator) > 0.05 : false,
                quality: Double.random(in: 0.4...1, using: &generator))
        }
        let nn = NNEditor().edit(rr)
        #expect(nn.milliseconds.allSatisfy { $0.isFinite && (250...3_000).contains($0) })
        #expect(zip(nn.endSeconds, nn.endSeconds.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(nn.edits.map(\.id) == Array(1..<(nn.edits.count + 1)))
        #expect(nn.edits.allSatisfy { $0.costBefore.isFinite && $0.costAfter.isFinite })
        #expect(NNEditor().edit(rr, without: Set(nn.edits.map(\.id))) == NNIntervals(unedited: rr))
    }
}
