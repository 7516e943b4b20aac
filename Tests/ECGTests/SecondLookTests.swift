@testable import ECG
import Biosignals
import Testing
import TestKit

struct SecondLookTests {
    private func look(
        at ecg: SyntheticECG, following decided: BeatDecisions? = nil
    ) throws -> (output: ECGOutput, decisions: BeatDecisions?) {
        var processor = try ECGProcessor(rate: Hertz(ecg.rate), isRemembering: true)
            .following(decided)
        var output = ECGOutput()
        processor.process(ecg.samples, into: &output)
        processor.finish(into: &output)
        return (output, processor.decisions)
    }

    @Test func onACleanSignalTheSecondLookAgrees() throws {
        let ecg = SyntheticECG(seconds: 60)
        let first = try look(at: ecg)
        let second = try look(at: ecg, following: first.decisions)
        #expect(second.output.beats.count == ecg.rPeaks.count)
        for (beat, other) in zip(second.output.beats, first.output.beats) {
            expect(beat.position, isClose: other.position, within: 0.1)
        }
        #expect(second.decisions == first.decisions)
    }

    /// Bursts with energy in the QRS's band, midway between beats: the second look leaves out at
    /// least as many as the first, and loses no beat.
    @Test func intrudersGo() throws {
        var ecg = SyntheticECG(seconds: 120, noise: 0.05)
        var generator = SeededGenerator(seed: 8)
        for (peak, next) in zip(ecg.rPeaks, ecg.rPeaks.dropFirst())
        where Double.random(in: 0..<1, using: &generator) < 0.3 {
            let middle = Int((peak + next) / 2)
            for offset in -30...30 {
                ecg.samples[middle + offset] +=
                    0.6 * max(0, 1 - Double(abs(offset)) / 12) * (offset < 0 ? 1 : 0.3)
            }
        }
        let first = try look(at: ecg)
        let second = try look(at: ecg, following: first.decisions)
        let before = BeatMatch(
            reference: ecg.rPeaks, test: first.output.positions, window: 0.15 * ecg.rate)
        let after = BeatMatch(
            reference: ecg.rPeaks, test: second.output.positions, window: 0.15 * ecg.rate)
        #expect(after.missed == 0)
        #expect(after.extra <= before.extra)
        #expect(after.f1 > 99)
    }

    @Test func reviewGivesWhatTheLooksGive() throws {
        let ecg = SyntheticECG(seconds: 60, noise: 0.1)
        // The review keeps single precision less the first sample, so the looks here do too.
        var rounded = ecg
        let origin = ecg.samples[0]
        rounded.samples = ecg.samples.map { Double(Float($0 - origin)) + origin }
        let first = try look(at: rounded)
        let second = try look(at: rounded, following: first.decisions)
        let third = try look(at: rounded, following: second.decisions)
        var review = try ECGReview(rate: Hertz(ecg.rate))
        var output = ECGOutput()
        for chunk in chunkings(of: ecg.samples.count)[1] {
            review.process(Array(ecg.samples[chunk]), into: &output)
        }
        #expect(output.beats.isEmpty)
        review.finish(into: &output)
        #expect(output.beats == third.output.beats)
        #expect(output.seconds == third.output.seconds)
    }

    @Test func nobodyWhoDidNotRememberDecides() throws {
        var processor = try ECGProcessor(rate: 250)
        var output = ECGOutput()
        processor.process([0, 1, 0], into: &output)
        #expect(processor.decisions == nil)
    }
}
