import Biosignals
import HRV
import TestKit
import Testing

@Suite struct EctopicEditTests {
    /// A beat named ectopic is treated as such even where its time is that of the rhythm.
    @Test func aNamedBeatIsMovedWhereItHasItsPause() {
        let rr = RRIntervals(milliseconds: rhythm(200))
        let nn = NNEditor().edit(rr, ectopic: [80])
        #expect(nn.edits.map(\.kind) == [.ectopic])
        #expect(nn.edits.map(\.seconds) == [rr.endSeconds[80]])
        #expect(nn.count == 200)
        #expect(nn.isReconstructed.indices.filter { nn.isReconstructed[$0] } == [80, 81])
    }

    /// One that resets the rhythm has no place to go.
    @Test func withoutAPauseItsIntervalsAreLeftOut() {
        var series = rhythm(200)
        series[80] *= 0.5
        series[81] *= 0.9
        let rr = RRIntervals(milliseconds: series)
        let nn = NNEditor().edit(rr, ectopic: [80])
        #expect(nn.edits.map(\.kind) == [.ectopic])
        #expect(nn.count == 198)
        #expect(!nn.followsPrevious[80])
        #expect(!nn.milliseconds.contains(series[80]) && !nn.milliseconds.contains(series[81]))
        #expect(NNEditor().edit(rr, ectopic: [80], without: [1]).milliseconds == series)
    }

    @Test func neighboursAndEndsDoNoHarm() {
        let rr = RRIntervals(milliseconds: rhythm(100))
        for named in [[0], [99], [40, 41], [40, 41, 42], Array(0..<100), [-1, 500]] {
            let nn = NNEditor().edit(rr, ectopic: named)
            let known = named.filter { (0..<100).contains($0) }
            #expect(nn.edits.count { $0.kind == .ectopic } == known.count)
        }
    }
}
