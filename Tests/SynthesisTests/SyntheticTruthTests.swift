import Biosignals
import Synthesis
import TestKit
import Testing

@Suite struct SyntheticTruthTests {
    /// At 1 kHz and without noise the largest sample near a true R wave is the nearest one.
    @Test func rWavesAreSummitsOfTheCleanECG() throws {
        let (samples, truth) = try drain(resting(minutes: 1, noise: 0), SyntheticRates(ecg: 1_000))
        #expect(truth.beats.count > 60)
        for beat in truth.beats where beat.seconds > 0.1 && beat.seconds < 59.9 {
            let centre = Int((beat.seconds * 1_000).rounded())
            let around = (centre - 80)...(centre + 80)
            let summit = around.max { samples[0][$0] < samples[0][$1] }
            #expect(abs(Double(summit ?? 0) - beat.seconds * 1_000) < 0.7)
        }
    }

    /// With noise and at a wearable's rate it still stands out.
    @Test func rWavesStandOutOfTheNoisyECG() throws {
        let (samples, truth) = try drain(resting(minutes: 1), SyntheticRates(ecg: 128))
        for beat in truth.beats where beat.seconds > 0.5 && beat.seconds < 59.5 {
            let centre = Int((beat.seconds * 128).rounded())
            let summit = ((centre - 30)...(centre + 30)).max { samples[0][$0] < samples[0][$1] }
            #expect(abs((summit ?? 0) - centre) <= 1)
        }
    }

    @Test func pulsePeaksAreSummitsOfTheCleanPPG() throws {
        let (samples, truth) = try drain(resting(minutes: 1, noise: 0), SyntheticRates(ppg: 1_000))
        #expect(truth.pulses.count > 60)
        for pulse in truth.pulses where pulse.peakSeconds > 0.3 && pulse.peakSeconds < 59.7 {
            let centre = Int((pulse.peakSeconds * 1_000).rounded())
            let summit = ((centre - 150)...(centre + 150)).max { samples[0][$0] < samples[0][$1] }
            #expect(abs(Double(summit ?? 0) - pulse.peakSeconds * 1_000) < 2.7)
        }
    }

    /// The intersecting-tangents foot found on the signal, with the height of the valley before.
    @Test func pulseFeetAreWhereTheTangentMeetsTheValley() throws {
        let (samples, truth) = try drain(resting(minutes: 1, noise: 0), SyntheticRates(ppg: 1_000))
        let ppg = samples[0]
        for pulse in truth.pulses where pulse.footSeconds > 0.3 && pulse.footSeconds < 59.5 {
            let centre = Int((pulse.footSeconds * 1_000).rounded())
            let valley = ((centre - 150)...(centre + 30)).map { ppg[$0] }.min() ?? 0
            let slopes = ((centre - 20)...(centre + 120)).map { (ppg[$0 + 1] - ppg[$0 - 1], $0) }
            let (rise, at) = try #require(slopes.max { $0.0 < $1.0 })
            let foot = Double(at) - (ppg[at] - valley) / (rise / 2)
            #expect(abs(foot - pulse.footSeconds * 1_000) < 3)
        }
    }

    @Test func pulsesFollowTheirBeats() throws {
        let (_, truth) = try drain(resting(), SyntheticRates(ppg: 64))
        let transits = truth.pulses.map { $0.footSeconds - $0.beatSeconds }
        #expect(transits.allSatisfy { (0.19...0.26).contains($0) })
        let spread = (transits.max() ?? 0) - (transits.min() ?? 0)
        #expect(spread > 0.008, "Transit time varies with breathing.")
        #expect(abs(truth.pulses.count - truth.beats.count) <= 1)
    }

    /// One response alone: the conductance rises by its amplitude from onset to peak.
    @Test func conductanceRisesByTheAmplitude() throws {
        let person = try resting(minutes: 30, scrRate: 1, noise: 0)
        let (samples, truth) = try drain(person, SyntheticRates(eda: 100))
        let eda = samples[0]
        var checked = 0
        for (before, scr) in zip(truth.scrs, truth.scrs.dropFirst())
        where scr.onsetSeconds - before.onsetSeconds > 25 && scr.peakSeconds < 1_799 {
            let rise =
                eda[Int((scr.peakSeconds * 100).rounded())]
                - eda[Int((scr.onsetSeconds * 100).rounded())]
            expect(rise, isClose: scr.amplitudeMicrosiemens, within: 0.02)
            checked += 1
        }
        #expect(checked >= 10)
    }

    @Test(arguments: [2.0, 6, 15, 30])
    func responsesComeAtTheRateAskedFor(rate: Double) throws {
        let person = try resting(minutes: 60, scrRate: PerMinute(rate))
        let (_, truth) = try drain(person, SyntheticRates(eda: 1))
        let expected = 60 * rate
        // Four standard deviations of a Poisson count, which a dead time only narrows.
        expect(Double(truth.scrs.count), isClose: expected, within: 4 * expected.squareRoot())
        let gaps = zip(truth.scrs, truth.scrs.dropFirst()).map { $1.onsetSeconds - $0.onsetSeconds }
        #expect((gaps.min() ?? 0) >= 1)
    }

    @Test func noResponsesWhenNoneAreAskedFor() throws {
        let (_, truth) = try drain(resting(scrRate: 0), SyntheticRates(eda: 4))
        #expect(truth.scrs.isEmpty)
    }

    @Test(arguments: [6.0, 15, 24])
    func breathsComeAtTheRateAskedFor(rate: Double) throws {
        let person = try resting(minutes: 20, breathing: PerMinute(rate))
        let (samples, truth) = try drain(person, SyntheticRates(respiration: 20))
        expect(Double(truth.breathSeconds.count), isClose: 20 * rate, withinRelative: 0.03)
        // Inhaling: the chest is wider a fifth of a breath after its start than at its start.
        let fifth = 60 / rate / 5
        let rising = truth.breathSeconds.dropLast().filter {
            let start = Int(($0 * 20).rounded(.up))
            return samples[0][start + Int(fifth * 20)] > samples[0][start]
        }
        #expect(rising.count == truth.breathSeconds.count - 1)
    }
}
