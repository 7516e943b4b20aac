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
        // Looks at 90, 150 and 210 beats; the last leaves 30.
        #expect(feed(rr, finishes: false).intervals.count == 180)
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
        let (live, offline) = (feed(rr), HRVCorrection.hypothesisTests.applied(to: rr).nn)
        #expect(live.edits.count >= 3 && live.edits.map(\.id) == Array(1...live.edits.count))
        #expect(live.edits.map(\.kind) == offline.edits.map(\.kind))
        // Where a beat is put depends on the model of the rhythm around it, which knows less here: it
        // stands within a millisecond. Compared in whole, so that a failure prints no thousand numbers.
        func areClose(_ one: [Double], _ other: [Double], within tolerance: Double) -> Bool {
            one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= tolerance }
        }
        #expect(areClose(live.edits.map(\.seconds), offline.edits.map(\.seconds), within: 1e-3))
        #expect(areClose(live.intervals.map(\.endSeconds), offline.endSeconds, within: 1e-3))
        #expect(areClose(live.intervals.map(\.milliseconds), offline.milliseconds, within: 1))
        #expect(live.intervals.map(\.followsPrevious) == offline.followsPrevious)
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

    /// Each comes with no fewer than `delay` and fewer than `delay` + `block` beats after it.
    @Test func theDelayIsAsStated() {
        let rr = RRIntervals(milliseconds: rhythm(400))
        var settled = SettledIntervals(delay: 20, block: 7, context: 100)
        var output = SettledIntervals.Output()
        var behind: [Int] = []
        for index in 0..<rr.count {
            settled.process(
                endSeconds: rr.endSeconds[index], milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], into: &output)
            behind += output.intervals.map { interval in
                rr.endSeconds[...index].count { $0 > interval.endSeconds }
            }
            output.removeAll()
        }
        #expect(behind.min() == 20 && behind.max() == 26 && behind.count > 370)
    }

    /// A beat 30 % early every dozen beats or so, some with a pause: what is handed out has the RMSSD that
    /// the whole series has, and the ledger one number an edit, in order, over all looks.
    @Test(arguments: 1...2) func anEctopicRhythmIsThatOfTheWholeSeries(_ seed: UInt64) throws {
        let series = rhythm(1_200, seed: seed)
        var generator = SeededGenerator(seed: seed + 40)
        var beats = beatSeconds(series)
        var next = 9
        while next < beats.count - 2 {
            beats[next] -= 0.3 * (beats[next] - beats[next - 1])
            next += Int.random(in: 9...17, using: &generator)
        }
        let rr = RRIntervals(beatSeconds: beats)
        let (live, offline) = (feed(rr), HRVCorrection.hypothesisTests.applied(to: rr).nn)
        func rmssd(_ follows: [Bool], _ intervals: [Double]) -> Double {
            let steps = intervals.indices.dropFirst().filter { follows[$0] }
                .map { intervals[$0] - intervals[$0 - 1] }
            return (steps.reduce(0) { $0 + $1 * $1 } / Double(steps.count)).squareRoot()
        }
        let whole = rmssd(offline.followsPrevious, offline.milliseconds)
        expect(
            rmssd(live.intervals.map(\.followsPrevious), live.intervals.map(\.milliseconds)),
            isClose: whole, withinRelative: 0.02)
        #expect(offline.edits.count > 60 && abs(live.edits.count - offline.edits.count) < 6)
        #expect(live.edits.map(\.id) == Array(1...live.edits.count))
        #expect(zip(live.edits, live.edits.dropFirst()).allSatisfy { $0.seconds <= $1.seconds })
    }

    @Test func aRhythmWithoutARhythmIsObjectedTo() {
        var generator = SeededGenerator(seed: 8)
        let wild = (0..<200).map { _ in Double.random(in: 400...1_100, using: &generator) }
        let rr = RRIntervals(milliseconds: rhythm(200) + wild + rhythm(400))
        var settled = SettledIntervals()
        var output = SettledIntervals.Output()
        var objections: [Bool] = []
        for index in 0..<rr.count {
            settled.process(
                endSeconds: rr.endSeconds[index], milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], into: &output)
            if [180, 390, 799].contains(index) { objections.append(settled.objection != nil) }
        }
        #expect(objections == [false, true, false])
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
