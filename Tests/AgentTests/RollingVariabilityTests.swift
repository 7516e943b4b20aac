import Biosignals
import HRV
import Testing

@testable import Agent

struct RollingVariabilityTests {
    private let evidence = Fiducial.Evidence(amplitude: 1, margin: 3)

    /// A rhythm of 800 ± 20 ms: once the beats have settled, the last five minutes of the stream have
    /// the RMSSD of the same intervals taken at once.
    @Test func fiveMinutesOfTheStreamAreThoseOfTheSeries() throws {
        var rolling = RollingVariability()
        var (beats, time) = ([0.0], 0.0)
        for index in 0..<800 {
            time += 0.8 + 0.02 * [0, 1, 0.3, -1, -0.6, 0.2][index % 6]
            beats.append(time)
        }
        for beat in beats { rolling.append(beat, quality: 1, evidence: evidence) }
        let rmssd = try #require(rolling.rmssd)
        let whole = try #require(
            TimeDomain.rmssd(RRIntervals(beatSeconds: beats).milliseconds))
        #expect(abs(rmssd - whole) < 0.01 * whole)
        let rate = try #require(rolling.heartRate)
        #expect(abs(rate - 75) < 1)
    }

    /// Nothing is stated before five minutes are full, and no interval crosses an interruption.
    @Test func nothingBeforeFiveMinutesAndNothingAcrossAGap() {
        var rolling = RollingVariability()
        for index in 0..<120 {
            rolling.append(0.8 * Double(index), quality: 1, evidence: evidence)
        }
        #expect(rolling.rmssd == nil)
        rolling.interrupt()
        for index in 0..<600 {
            rolling.append(97 + 0.8 * Double(index), quality: 1, evidence: evidence)
        }
        // A beat a second later than the rhythm, but behind a gap: no step of 1,000 ms is in it.
        #expect((rolling.sliding.day.measures.rmssd ?? 99) < 1e-6)
        #expect(rolling.rmssd ?? 99 < 1e-6)
    }

    /// Live, each beat moves the windows, and after a block of beats both say the same.
    @Test func withEveryBeatTheWindowMoves() {
        var atOnce = RollingVariability(atEveryBeat: true)
        var inBlocks = RollingVariability()
        var (time, moves, blocks) = (0.0, 0, 0)
        for index in 0..<(SettledIntervals.delayDefault + 3 * SettledIntervals.blockDefault + 1) {
            time += 0.8 + 0.02 * [0, 1, 0.3, -1, -0.6, 0.2][index % 6]
            let before = (atOnce.sliding, inBlocks.sliding)
            atOnce.append(time, quality: 1, evidence: evidence)
            inBlocks.append(time, quality: 1, evidence: evidence)
            moves += atOnce.sliding == before.0 ? 0 : 1
            blocks += inBlocks.sliding == before.1 ? 0 : 1
        }
        #expect(moves == 3 * SettledIntervals.blockDefault)
        #expect(blocks == 3)
        #expect(atOnce.sliding.day.measures.rmssd == inBlocks.sliding.day.measures.rmssd)
    }
}
