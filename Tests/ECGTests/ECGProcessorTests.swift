import Biosignals
import DSP
import ECG
import Testing
import TestKit

struct ECGProcessorTests {
    @Test(arguments: [50, 100, 128, 200, 250, 360, 500, 1_000, 2_000, 4_000])
    func findsEveryBeatAtEveryRate(_ rate: Double) throws {
        let ecg = SyntheticECG(rate: rate, seconds: 30)
        let output = try analyse(ecg.samples, rate: rate)
        let match = BeatMatch(
            reference: ecg.rPeaks, test: output.positions, window: 0.05 * rate)
        #expect(match.missed == 0)
        #expect(match.extra == 0)
        #expect(abs(match.errorMedian) / rate < 0.001)
        #expect(match.errorSD / rate < (rate < 100 ? 0.003 : 0.001))
    }

    /// A grid of 128 Hz alone would spread RR by 7.8 ms / √6 = 3.2 ms.
    @Test func intervalsAreFinerThanTheGrid() throws {
        let ecg = SyntheticECG(rate: 128, seconds: 120, noise: 0.02)
        let output = try analyse(ecg.samples, rate: 128)
        #expect(output.beats.count == ecg.rPeaks.count)
        let errors = zip(output.positions, ecg.rPeaks).map { ($0 - $1) / 128 * 1_000 }
        let differences = zip(errors.dropFirst(), errors).map { $0 - $1 }
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        #expect((squares / Double(differences.count)).squareRoot() < 1.0)
    }

    @Test func outputDoesNotDependOnChunking() throws {
        let ecg = SyntheticECG(rate: 250, seconds: 20, noise: 0.05)
        let expected = try analyse(ecg.samples, rate: 250)
        for chunks in chunkings(of: ecg.samples.count) {
            var processor = try ECGProcessor(rate: 250)
            var output = ECGOutput()
            for chunk in chunks { processor.process(Array(ecg.samples[chunk]), into: &output) }
            processor.finish(into: &output)
            #expect(output.beats == expected.beats)
            #expect(output.seconds == expected.seconds)
        }
    }

    @Test(arguments: [0.01, 0.5, 37, 1_000, -1, -200])
    func scaleAndPolarityDoNotMatter(_ factor: Double) throws {
        let ecg = SyntheticECG(seconds: 30, noise: 0.03)
        let expected = try analyse(ecg.samples, rate: 360)
        let output = try analyse(ecg.samples.map { $0 * factor }, rate: 360)
        #expect(output.beats.count == expected.beats.count)
        for (beat, other) in zip(output.beats, expected.beats) {
            expect(beat.position, isClose: other.position, within: 1e-6)
            expect(beat.quality, isClose: other.quality, within: 1e-6)
        }
        #expect(output.seconds.map(\.quality.isUsable) == expected.seconds.map(\.quality.isUsable))
    }

    @Test(arguments: [-5.0, 100, 1e6])
    func offsetDoesNotMatter(_ offset: Double) throws {
        let ecg = SyntheticECG(seconds: 30, noise: 0.03)
        let expected = try analyse(ecg.samples, rate: 360)
        let output = try analyse(ecg.samples.map { $0 + offset }, rate: 360)
        #expect(output.beats.count == expected.beats.count)
        for (beat, other) in zip(output.beats, expected.beats) {
            expect(beat.position, isClose: other.position, within: 1e-3)
        }
    }

    @Test(arguments: [0.33, 0.5, 1.2, 1.6])
    func followsSlowAndFastHearts(_ interval: Double) throws {
        let ecg = SyntheticECG(seconds: 60, noise: 0.02, interval: interval)
        let output = try analyse(ecg.samples, rate: 360)
        let match = BeatMatch(reference: ecg.rPeaks, test: output.positions, window: 54)
        #expect(match.missed == 0)
        #expect(match.extra == 0)
    }

    @Test func beatsComeInOrderAndAreNeverTakenBack() throws {
        let ecg = SyntheticECG(seconds: 60, noise: 0.1, seed: 3)
        let output = try analyse(ecg.samples, rate: 360)
        #expect(zip(output.positions, output.positions.dropFirst()).allSatisfy { $0 < $1 })
        #expect(output.seconds.map(\.index) == Array(0..<60))
    }

    @Test func aBeatIsKnownWithinSixTenthsOfASecond() throws {
        let ecg = SyntheticECG(seconds: 20)
        var processor = try ECGProcessor(rate: 360)
        var output = ECGOutput()
        var delays: [Double] = []
        for (index, sample) in ecg.samples.enumerated() {
            processor.process([sample], into: &output)
            delays += output.beats.map { (Double(index) - $0.position) / 360 }
            output.removeAll()
        }
        #expect(delays.count >= ecg.rPeaks.count - 1)
        let learning = ECGProcessor.learningTime.value
        #expect((delays.first ?? .infinity) <= learning + 0.5)
        #expect(delays.dropFirst(4).allSatisfy { $0 < 0.6 })
    }

    @Test func findsItsWayAfterTheAmplitudeDrops() throws {
        var ecg = SyntheticECG(seconds: 60)
        for index in (30 * 360)..<ecg.samples.count { ecg.samples[index] *= 0.15 }
        let output = try analyse(ecg.samples, rate: 360)
        let match = BeatMatch(
            reference: ecg.rPeaks, test: output.positions, window: 54,
            excluding: [(29.5 * 360)..<(30.5 * 360)])
        #expect(match.sensitivity > 99)
        #expect(match.positivePredictivity > 99)
    }

    @Test func finishFlushesWhatWasWaiting() throws {
        // Two seconds hold fewer samples than are learnt from.
        let ecg = SyntheticECG(seconds: 2.4)
        var processor = try ECGProcessor(rate: 360)
        var output = ECGOutput()
        processor.process(ecg.samples, into: &output)
        #expect(output.beats.isEmpty)
        #expect(output.seconds.isEmpty)
        processor.finish(into: &output)
        #expect(output.beats.count == ecg.rPeaks.count)
        #expect(output.seconds.map(\.index) == [0, 1])
        let before = output.beats
        processor.process(ecg.samples, into: &output)
        processor.finish(into: &output)
        #expect(output.beats == before)
    }

    @Test func brokenInputHarmsNothing() throws {
        for samples in [[], [1], [.nan], [.infinity, -.infinity], [1e300, -1e300, .nan, 0]] {
            let output = try analyse(samples, rate: 100)
            #expect(output.beats.isEmpty)
            #expect(output.seconds.isEmpty)
        }
        var ecg = SyntheticECG(seconds: 30)
        for index in 3_600..<3_700 { ecg.samples[index] = .nan }
        ecg.samples[5_000] = 1e14
        let output = try analyse(ecg.samples, rate: 360)
        #expect(output.positions.allSatisfy { $0.isFinite })
        #expect(output.beats.allSatisfy { (0...1).contains($0.quality) })
        #expect(output.seconds.count == 30)
        #expect(output.seconds[10].quality.reasons == [.gap])
        let tail = ecg.rPeaks.filter { $0 > 25 * 360 }
        let match = BeatMatch(
            reference: tail, test: output.positions.filter { $0 > 24.9 * 360 }, window: 54)
        #expect(match.missed == 0)
        #expect(match.extra == 0)
    }

    @Test(arguments: [0, -1, 49.9, 4_001, .infinity, .nan])
    func refusesRatesItCannotWorkWith(_ rate: Double) {
        #expect(throws: DSPError.self) { try ECGProcessor(rate: Hertz(rate)) }
    }
}
