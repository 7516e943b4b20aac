import Biosignals
import Testing

@Suite struct RRIntervalsTests {
    @Test func aFileOfIntervalsIsOneRun() {
        let rr = RRIntervals(milliseconds: [800, 200, 1_000])
        #expect(rr.endSeconds == [0.8, 1, 2])
        #expect(rr.followsPrevious == [false, true, true])
        #expect(rr.beatCount == 4)
    }

    /// Beats at 0, 1, 2 and, behind a pause, at 10 and 11 s: two runs, five beats.
    @Test func aPauseIsNoInterval() {
        let rr = RRIntervals(beatSeconds: [0, 1, 2, 10, 11])
        #expect(rr.milliseconds == [1_000, 1_000, 1_000])
        #expect(rr.followsPrevious == [false, true, false])
        #expect(rr.beatCount == 5)
        #expect(NNIntervals(unedited: rr).beatsTotal == 5)
    }

    @Test func theWeakerBeatDecidesAnIntervalsQuality() {
        let rr = RRIntervals(beatSeconds: [0, 1, 2], quality: [1, 0.4, 0.9])
        #expect(rr.quality == [0.4, 0.4])
    }

    @Test func noBeatsNoIntervals() {
        #expect(RRIntervals(beatSeconds: []).beatCount == 0)
        #expect(RRIntervals(beatSeconds: [3]).isEmpty)
    }
}
