import Biosignals
import HRV
import TestKit
import Testing

@Suite struct BeatLedgerTests {
    /// A missed, an extra, a premature and a slightly displaced beat.
    private var beats: [Double] {
        var beats = beatSeconds(rhythm(300))
        beats[220] += 0.07
        beats[160] -= 0.25
        beats.insert(beats[100] + 0.4, at: 101)
        beats.remove(at: 50)
        return beats
    }

    private var rr: RRIntervals { RRIntervals(beatSeconds: beats) }

    @Test func everyKindIsInTheLedgerInOrderOfTime() throws {
        let nn = NNEditor().edit(rr)
        #expect(nn.edits.map(\.kind) == [.missed, .extra, .ectopic, .moved])
        #expect(nn.edits.map(\.id) == [1, 2, 3, 4])
        #expect(nn.edits.map { $0.shiftSeconds != nil } == [false, false, true, true])
        expect(try #require(nn.edits[2].shiftSeconds), isClose: 0.25, within: 0.03)
        expect(try #require(nn.edits[3].shiftSeconds), isClose: -0.07, within: 0.03)
    }

    @Test func undoingAllEditsGivesTheUneditedSeries() {
        let nn = NNEditor().edit(rr)
        let undone = NNEditor().edit(rr, without: Set(nn.edits.map(\.id)))
        #expect(undone == NNIntervals(unedited: rr))
    }

    /// Each edit alone: the others stay, under their numbers, and so does the total time.
    @Test(arguments: 1...4) func oneEditIsUndoneAlone(_ id: Int) {
        let all = NNEditor().edit(rr)
        let nn = NNEditor().edit(rr, without: [id])
        #expect(nn.edits == all.edits.filter { $0.id != id })
        expect(total(nn), isClose: total(NNIntervals(unedited: rr)), within: 1e-6)
        let place = all.edits[id - 1].seconds
        let own = rr.endSeconds.indices.filter { abs(rr.endSeconds[$0] - place) < 1e-9 }
        for index in own { #expect(nn.milliseconds.contains(rr.milliseconds[index])) }
        #expect(nn.milliseconds != all.milliseconds)
    }

    @Test func totalTimeIsKept() {
        expect(
            total(NNEditor().edit(rr)), isClose: total(NNIntervals(unedited: rr)), within: 1e-6)
    }

    /// Two intervals beside a beat that was moved or put in, none beside one that was taken out.
    @Test func whatWasMadeIsMarked() {
        let nn = NNEditor().edit(rr)
        #expect(nn.isReconstructed.count { $0 } == 6)
        let measured = Set(rr.milliseconds)
        for index in 0..<nn.count where !nn.isReconstructed[index] {
            let isMerged = abs(nn.endSeconds[index] - nn.edits[1].seconds) < 1
            #expect(isMerged || measured.contains(nn.milliseconds[index]))
        }
    }

    private func total(_ nn: NNIntervals) -> Double { nn.milliseconds.reduce(0, +) }
}
