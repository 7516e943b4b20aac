import Biosignals
import Respiration
import TestKit
import Testing

@Suite struct DerivedRespirationProcessorTests {
    @Test(arguments: [(6.0, 60.0), (9, 50), (12, 72), (15, 45), (20, 72), (28, 90), (34, 150)])
    func findsTheRate(_ breathing: Double, _ heartRate: Double) {
        let beats = SyntheticBeats(breathing: breathing, heartRate: heartRate, duration: 180).beats
        let output = derive(beats)
        // One at each multiple of four from the first beat's to the last one's.
        #expect((44...46).contains(output.estimates.count))
        // All but those of the first 44 s.
        #expect(output.rates.count >= 33)
        for rate in output.rates { expect(rate, isClose: breathing, within: 0.8) }
        #expect(output.estimates.allSatisfy { $0.source == .ecg && $0.source.isDerived })
    }

    @Test func breathingFasterThanHalfTheHeartIsNotInvented() {
        // 34 a minute seen 50 times a minute would look like 16.
        let beats = SyntheticBeats(breathing: 24, heartRate: 42, duration: 180, noise: 0.2).beats
        for rate in derive(beats).rates { #expect(rate <= 21.5) }
    }

    @Test(arguments: [1.0, 3, 17])
    func outputDoesNotDependOnChunking(_ size: Double) {
        let beats = SyntheticBeats(breathing: 14, duration: 120).beats
        let expected = derive(beats)
        #expect(expected.breaths.count > 20)
        var processor = DerivedRespirationProcessor(source: .ecg)
        var output = DerivedRespirationOutput()
        for start in stride(from: 0, to: beats.count, by: Int(size)) {
            let chunk = beats[start..<min(start + Int(size), beats.count)]
            processor.process(Array(chunk), into: &output)
        }
        processor.finish(into: &output)
        #expect(output.estimates == expected.estimates)
        #expect(output.breaths == expected.breaths)
    }

    @Test(arguments: [(0.01, 0.0), (1_000, 0), (-1, 5), (1, -400)])
    func scaleSignAndOffsetDoNotMatter(_ scale: Double, _ offset: Double) {
        let beats = SyntheticBeats(breathing: 17, duration: 120).beats
        let other = beats.map { beat in
            var changed = beat
            changed.amplitude = beat.amplitude * scale + offset
            changed.level = beat.level.map { $0 * scale + offset }
            return changed
        }
        let (expected, found) = (derive(beats), derive(other))
        #expect(found.rates.count == expected.rates.count)
        for (one, two) in zip(found.rates, expected.rates) {
            expect(one, isClose: two, within: 1e-6)
        }
    }

    /// The law: beats that do not breathe have no rate, in 95 of 100 windows at least.
    @Test(arguments: [50.0, 72, 100, 170])
    func noiseHasNoRate(_ heartRate: Double) {
        // Windows of one run overlap; these are of ten runs, so that many are independent.
        let outputs = (1...10).map { seed in
            derive(
                SyntheticBeats(
                    noiseAtHeartRate: heartRate, duration: 140, seed: UInt64(seed)
                ).beats)
        }
        let whole = outputs.flatMap(\.estimates).filter { $0.end.value - $0.start.value > 59 }
        let usable = whole.filter { $0.rate.value != nil }
        #expect(whole.count > 190)
        #expect(
            Double(usable.count) <= 0.05 * Double(whole.count),
            "\(usable.count) of \(whole.count) windows of noise have a rate")
        #expect(whole.filter { $0.rate.value == nil }.allSatisfy { !$0.quality.reasons.isEmpty })
    }

    @Test func stillBeatsHaveNoRate() {
        let beats = (0..<150).map {
            BeatModulation(
                time: Seconds(Double($0)), amplitude: 1.1, level: 1_234.567, interval: 1)
        }
        let output = derive(beats)
        #expect(output.rates.isEmpty)
        #expect(output.breaths.isEmpty)
    }

    @Test func missingAndEctopicBeatsAreSurvived() {
        var beats = SyntheticBeats(breathing: 16, duration: 240).beats
        // Every ninth beat is missed, every eleventh is an ectopic one.
        beats = beats.enumerated().filter { $0.offset % 9 != 4 }.map(\.element)
        for index in beats.indices where index % 11 == 3 {
            beats[index].amplitude *= 4
            beats[index].level = beats[index].level.map { $0 - 900 }
            beats[index].interval = 0.3
        }
        for index in beats.indices where index % 13 == 5 { beats[index].quality = 0.2 }
        let output = derive(beats)
        #expect(output.rates.count >= 40)
        for rate in output.rates { expect(rate, isClose: 16, within: 1) }
    }

    @Test func nothingIsDrawnAcrossAGap() {
        let before = SyntheticBeats(breathing: 12, duration: 100).beats
        let after = SyntheticBeats(breathing: 12, from: 112, duration: 100, seed: 6).beats
        // The electrode was changed: all is another size from then on.
        let moved = after.map { beat in
            var moved = beat
            moved.amplitude += 50
            moved.level = beat.level.map { $0 + 90_000 }
            return moved
        }
        let (plain, jumped) = (derive(before + after), derive(before + moved))
        #expect(plain.estimates.count == jumped.estimates.count)
        for (one, other) in zip(plain.estimates, jumped.estimates) {
            expect(one.quality.score, isClose: other.quality.score, within: 1e-9)
            #expect((one.rate.value == nil) == (other.rate.value == nil))
        }
        // Within a minute after the gap half of the stretch is not there.
        let torn = plain.estimates.filter { (128...148).contains($0.end.value) }
        #expect(torn.allSatisfy { $0.rate.value == nil && $0.quality.reasons.contains(.gap) })
    }

    @Test func nothingIsDrawnAcrossAnInterruptionHoweverShort() {
        let beats = SyntheticBeats(breathing: 12, duration: 200).beats
        func run(step: Double) -> DerivedRespirationOutput {
            var processor = DerivedRespirationProcessor(source: .ppg)
            var output = DerivedRespirationOutput()
            for (index, beat) in beats.enumerated() {
                if index == 120 { processor.interrupt() }
                var moved = beat
                moved.amplitude += index < 120 ? 0 : step
                processor.process(moved, into: &output)
            }
            return output
        }
        let (plain, jumped) = (run(step: 0), run(step: 0.5))
        for (one, other) in zip(plain.estimates, jumped.estimates) {
            expect(one.quality.score, isClose: other.quality.score, within: 1e-9)
        }
        #expect(plain.estimates.contains { $0.quality.reasons.contains(.gap) })
        #expect(plain.rates.count > 15)
    }

    @Test func silenceHasNoEstimates() {
        let before = SyntheticBeats(breathing: 12, duration: 60).beats
        let after = SyntheticBeats(breathing: 12, from: 100_000, duration: 100).beats
        let output = derive(before + after)
        #expect(output.estimates.count < 60)
        #expect(!output.estimates.contains { (200..<100_000).contains($0.end.value) })
        #expect(output.rates.count > 10)
    }

    @Test func brokenBeatsAreSurvived() {
        var beats = SyntheticBeats(breathing: 15, duration: 150).beats
        beats[0].time = Seconds(.nan)
        beats[10].amplitude = .nan
        beats[11].level = .infinity
        beats[12].interval = Seconds(-.infinity)
        beats[13].amplitude = .greatestFiniteMagnitude
        beats[14].quality = .nan
        beats[20].time = beats[5].time
        beats.insert(BeatModulation(time: Seconds(.infinity), amplitude: 1), at: 30)
        beats.insert(BeatModulation(time: 1e300, amplitude: 1), at: 31)
        let output = derive(beats)
        #expect(output.rates.count > 20)
        #expect(output.rates.allSatisfy { $0.isFinite })
        #expect(output.estimates.allSatisfy { (0...1).contains($0.quality.score) })
        #expect(output.breaths.allSatisfy { $0.time.value.isFinite })
        for count in 0..<40 { _ = derive(Array(beats.prefix(count))) }
    }

    @Test func breathsAreListedOnceAndInOrder() {
        let output = derive(SyntheticBeats(breathing: 15, duration: 240).beats)
        let times = output.breaths.map(\.time.value)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 > 1.9 })
        // 15 a minute for four minutes, less what the two ends cut.
        #expect((56...61).contains(times.count))
    }

    @Test func theFirstSecondsSayThatTheyAreTooShort() {
        let output = derive(SyntheticBeats(breathing: 15, duration: 60).beats)
        let early = output.estimates.filter { $0.end.value < 40 }
        #expect(!early.isEmpty)
        for estimate in early {
            #expect(estimate.rate.unavailable?.code == "windowTooShort")
            #expect(estimate.quality.reasons.contains(.settling))
        }
    }
}
