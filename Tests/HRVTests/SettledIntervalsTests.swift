import Biosignals
import HRV
import TestKit
import Testing

@Suite struct SettledIntervalsTests {
    private func feed(_ rr: RRIntervals, finishes: Bool = true) -> SettledIntervals.Output {
        var settled = SettledIntervals()
        var output = SettledIntervals.Output()
        for index in 0..<rr.count {
            settled.process(
                endSeconds: rr.endSeconds[index], milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], quality: rr.quality[index],
                into: &output)
        }
        if finishes { settled.finish(into: &output) }
        return output
    }

    @Test func aCleanRhythmPassesUnchanged() {
        let rr = RRIntervals(milliseconds: rhythm(250))
        let output = feed(rr)
        #expect(output.edits.isEmpty)
        #expect(output.intervals.map(\.milliseconds) == rr.milliseconds)
        #expect(output.intervals.map(\.followsPrevious) == rr.followsPrevious)
        #expect(feed(rr, finishes: false).intervals.count == 250 - SettledIntervals.delayDefault)
        #expect(feed(RRIntervals(milliseconds: rhythm(5))).intervals.count == 5)
        #expect(feed(RRIntervals()).intervals.isEmpty)
    }

    /// A beat missed, one too many, one early and a gap, far enough apart: as offline.
    @Test func editsAreThoseOfTheWholeSeries() {
        var beats = beatSeconds(rhythm(400))
        beats.remove(at: 100)
        beats.insert(beats[180] + 0.35, at: 181)
        beats[260] -= 0.25
        beats.removeSubrange(320...325)
        let rr = RRIntervals(beatSeconds: beats)
        let (live, offline) = (feed(rr), NNEditor().edit(rr))
        #expect(live.edits.map(\.kind) == [.missed, .extra, .moved])
        #expect(live.edits.map(\.kind) == offline.edits.map(\.kind))
        #expect(live.edits.map(\.seconds) == offline.edits.map(\.seconds))
        // Compared in whole, so that a failure does not print a thousand numbers.
        let isSame =
            live.intervals.map(\.milliseconds) == offline.milliseconds
            && live.intervals.map(\.endSeconds) == offline.endSeconds
            && live.intervals.map(\.followsPrevious) == offline.followsPrevious
        #expect(isSame)
        #expect(offline.followsPrevious.dropFirst().contains(false))
    }

    /// Whatever is edited, each interval comes once and follows the one before it where it says so.
    @Test(arguments: 1...4) func nothingComesTwice(_ seed: UInt64) {
        var rr = RRIntervals()
        for interval in roughFeed(400, seed: seed) {
            rr.append(
                endSeconds: interval.endSeconds, milliseconds: interval.milliseconds,
                followsPrevious: interval.followsPrevious)
        }
        let intervals = feed(rr).intervals
        #expect(intervals.count > 250)
        for (before, after) in zip(intervals, intervals.dropFirst()) {
            let start = after.endSeconds - after.milliseconds / 1_000
            #expect(start >= before.endSeconds - 1e-5)
            if after.followsPrevious { #expect(abs(start - before.endSeconds) < 1e-5) }
        }
    }

    @Test func whatIsNoIntervalIsLeftOut() {
        var settled = SettledIntervals()
        var output = SettledIntervals.Output()
        for (end, interval) in [(1.0, 800.0), (2, .nan), (.infinity, 800), (3, -1), (0.5, 800)] {
            settled.process(
                endSeconds: end, milliseconds: interval, followsPrevious: true, into: &output)
        }
        #expect(output.intervals.isEmpty && settled.settledUntil == nil)
        settled.finish(into: &output)
        #expect(output.intervals.map(\.endSeconds) == [1])
        #expect(settled.settledUntil == 1)
    }
}
