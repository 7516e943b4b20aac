import Biosignals
import ECG
import RealModule
import Testing
import TestKit

/// What must hold for an ECG processor whatever detectors work inside it.
struct ECGLawTests {
    /// Beats that lie within `tolerance` of the reference, one to one; nothing else.
    private func match(
        _ output: ECGOutput, _ ecg: SyntheticECG, within tolerance: Seconds = 0.02,
        excluding excluded: [Range<Double>] = []
    ) -> BeatMatch {
        BeatMatch(
            reference: ecg.rPeaks, test: output.positions, window: tolerance.value * ecg.rate,
            excluding: excluded.map { $0.lowerBound * ecg.rate..<$0.upperBound * ecg.rate })
    }

    private func expectEveryBeat(
        _ output: ECGOutput, _ ecg: SyntheticECG, within tolerance: Seconds = 0.02,
        excluding excluded: [Range<Double>] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let match = match(output, ecg, within: tolerance, excluding: excluded)
        #expect(match.missed == 0, sourceLocation: sourceLocation)
        #expect(match.extra == 0, sourceLocation: sourceLocation)
    }

    /// No beat is called good where there is none, excused or not.
    private func expectNoGoodStranger(
        _ output: ECGOutput, _ ecg: SyntheticECG, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let good = output.beats.filter { $0.quality >= SignalQuality.usableMin }.map(\.position)
        let match = BeatMatch(reference: ecg.rPeaks, test: good, window: 0.05 * ecg.rate)
        #expect(match.extra == 0, sourceLocation: sourceLocation)
    }

    private func expectSame(
        _ output: ECGOutput, _ expected: ECGOutput, gain: Double = 1, within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(output.beats.count == expected.beats.count, sourceLocation: sourceLocation)
        for (beat, other) in zip(output.beats, expected.beats) {
            let (evidence, original) = (beat.evidence, other.evidence)
            let pairs = [
                (beat.position, other.position), (beat.quality, other.quality),
                (evidence.amplitude / gain, original.amplitude),
                (evidence.templateCorrelation ?? -2, original.templateCorrelation ?? -2),
                (evidence.margin, original.margin),
                (evidence.positionSD ?? -1, original.positionSD ?? -1),
            ]
            for (value, reference) in pairs {
                expect(
                    value, isClose: reference, within: tolerance, sourceLocation: sourceLocation)
            }
            #expect(evidence.isConfirmed == original.isConfirmed, sourceLocation: sourceLocation)
        }
        #expect(
            output.seconds.map(\.quality.reasons) == expected.seconds.map(\.quality.reasons),
            sourceLocation: sourceLocation)
    }

    /// Noise, a step, an ectopic beat, samples that are no numbers, a stretch without signal.
    private static let rough: SyntheticECG = {
        var ecg = SyntheticECG(rate: 250, seconds: 40, noise: 0.04) { beat, _ in
            beat % 9 == 5 ? SyntheticECG.ventricular : SyntheticECG.normal
        }
        for index in 2_000..<ecg.samples.count { ecg.samples[index] += 1.5 }
        for index in 4_000..<4_020 { ecg.samples[index] = .nan }
        for index in 6_000..<7_200 { ecg.samples[index] = 0 }
        return ecg
    }()

    @Test(arguments: chunkings(of: rough.samples.count))
    func outputDoesNotDependOnChunking(_ chunks: [Range<Int>]) throws {
        let expected = try analyse(Self.rough.samples, rate: 250)
        #expect(expected.beats.count > 35)
        var processor = try ECGProcessor(rate: 250)
        var output = ECGOutput()
        for chunk in chunks { processor.process(Array(Self.rough.samples[chunk]), into: &output) }
        processor.finish(into: &output)
        #expect(output.beats == expected.beats)
        #expect(output.seconds == expected.seconds)
    }

    /// Also the sizes of counts of 24 bits, and of volts.
    @Test(arguments: [0.001, 0.01, 1_000, 1e6, -0.01, -1, -1_000])
    func sizeAndPolarityDoNotMatter(_ gain: Double) throws {
        let ecg = SyntheticECG(seconds: 40, noise: 0.03)
        let expected = try analyse(ecg.samples, rate: 360)
        let output = try analyse(ecg.samples.map { $0 * gain }, rate: 360)
        expectSame(output, expected, gain: abs(gain), within: 1e-6)
    }

    /// An offset of a million costs six of the sixteen digits.
    @Test(arguments: [(-0.3, 1e-6), (300, 1e-6), (-1e6, 1e-3), (8e6, 1e-2)])
    func offsetDoesNotMatter(_ offset: Double, _ tolerance: Double) throws {
        let ecg = SyntheticECG(seconds: 40, noise: 0.03)
        let expected = try analyse(ecg.samples, rate: 360)
        let output = try analyse(ecg.samples.map { $0 + offset }, rate: 360)
        expectSame(output, expected, within: tolerance)
    }

    /// The same heart at every rate: the same beats, each within 2 ms of the truth.
    @Test(arguments: [100, 125, 128, 200, 250, 360, 500, 1_000, 2_000])
    func rateDoesNotMatter(_ rate: Double) throws {
        let ecg = SyntheticECG(rate: rate, seconds: 60, noise: 0.02)
        expectEveryBeat(try analyse(ecg.samples, rate: rate), ecg, within: 0.002)
    }

    /// Twenty seconds before and fifteen after; the steps between are excused as below.
    @Test(arguments: [0.0, 0.4, -3])
    func flatPaddingDoesNotMatter(_ level: Double) throws {
        let ecg = SyntheticECG(seconds: 30, noise: 0.02)
        let (before, after) = (20 * 360, 15 * 360)
        var padded = ecg
        padded.samples =
            Array(repeating: level, count: before) + ecg.samples
            + Array(repeating: level, count: after)
        padded.rPeaks = ecg.rPeaks.map { $0 + Double(before) }
        let output = try analyse(padded.samples, rate: 360)
        expectEveryBeat(output, padded, excluding: [19.7..<20.3, 49.7..<50.3])
        expectNoGoodStranger(output, padded)
        let alone = try analyse(ecg.samples, rate: 360)
        let errors = match(output, padded).errors
        let errorsAlone = match(alone, ecg).errors
        #expect(errors.count == errorsAlone.count)
        for (error, other) in zip(errors, errorsAlone).dropFirst(10) {
            expect(error, isClose: other, within: 0.18)
        }
    }

    /// A step of twice the QRS every seven seconds; what lies within 0.3 s of one is excused.
    @Test(arguments: [128.0, 360, 1_000])
    func baselineStepsCostNoBeat(_ rate: Double) throws {
        var ecg = SyntheticECG(rate: rate, seconds: 60, noise: 0.02)
        let steps = stride(from: 7.3, to: 56, by: 7).map { $0 }
        for (turn, step) in steps.enumerated() {
            let height = turn % 3 == 2 ? -4.4 : 2.2
            for index in Int(step * rate)..<ecg.samples.count { ecg.samples[index] += height }
        }
        let output = try analyse(ecg.samples, rate: rate)
        expectEveryBeat(output, ecg, excluding: steps.map { $0 - 0.3..<$0 + 0.3 })
        expectNoGoodStranger(output, ecg)
    }

    /// An amplifier that ends at half the R wave.
    @Test func clippingCostsNoBeat() throws {
        var ecg = SyntheticECG(seconds: 60, noise: 0.01)
        ecg.samples = ecg.samples.map { max(-0.3, min(0.5, $0)) }
        let output = try analyse(ecg.samples, rate: 360)
        expectEveryBeat(output, ecg)
        #expect(match(output, ecg).errorSD / 360 < 0.002)
    }

    /// An electrode that dries: a quarter of the height for twenty seconds, then all of it again.
    @Test(arguments: [125.0, 360])
    func aDropToAQuarterCostsNoBeat(_ rate: Double) throws {
        var ecg = SyntheticECG(rate: rate, seconds: 80, noise: 0.01, wander: 0.05)
        for index in Int(20 * rate)..<Int(40 * rate) { ecg.samples[index] *= 0.25 }
        expectEveryBeat(try analyse(ecg.samples, rate: rate), ecg)
    }

    /// Half a millivolt of mains, half of the R wave.
    @Test(arguments: [
        (50.0, 128.0), (60, 128), (50, 250), (60, 250), (50, 360), (60, 360), (50, 1_000),
        (60, 1_000),
    ])
    func mainsCostsNoBeat(_ frequency: Double, _ rate: Double) throws {
        var ecg = SyntheticECG(rate: rate, seconds: 60, noise: 0.01)
        for index in ecg.samples.indices {
            ecg.samples[index] += 0.5 * Double.sin(2 * .pi * frequency * Double(index) / rate + 0.3)
        }
        let output = try analyse(ecg.samples, rate: rate)
        expectEveryBeat(output, ecg)
        #expect(match(output, ecg).errorSD / rate < 0.004)
    }

    /// The spike is no beat of its own, and does not take the place of the R peak.
    @Test(arguments: [128.0, 250, 360, 500, 1_000])
    func pacedBeatsCountOnce(_ rate: Double) throws {
        let ecg = SyntheticECG(rate: rate, seconds: 60, interval: 1) { _, _ in SyntheticECG.paced }
        let output = try analyse(ecg.samples, rate: rate)
        expectEveryBeat(output, ecg)
        #expect(match(output, ecg).errorSD / rate < 0.004)
    }

    @Test(arguments: [(0.5, 360.0), (0.85, 128), (0.85, 360), (1.2, 360)])
    func tallTWavesAreNoBeats(_ interval: Double, _ rate: Double) throws {
        let ecg = SyntheticECG(rate: rate, seconds: 60, interval: interval) { _, _ in
            SyntheticECG.tallT
        }
        expectEveryBeat(try analyse(ecg.samples, rate: rate), ecg)
    }

    /// 30 and 180 beats a minute.
    @Test(arguments: [100.0, 360])
    func slowAndFastHeartsAreFollowed(_ rate: Double) throws {
        for interval in [2.0, 1.0 / 3] {
            let ecg = SyntheticECG(rate: rate, seconds: 60, interval: interval) { _, _ in
                // T comes early when the heart is fast.
                SyntheticECG.normal.map {
                    SyntheticECG.Bump(
                        height: $0.height,
                        place: $0.place > 0.1 ? $0.place * interval.squareRoot() : $0.place,
                        width: $0.place > 0.1 ? $0.width * interval.squareRoot() : $0.width)
                }
            }
            expectEveryBeat(try analyse(ecg.samples, rate: rate), ecg)
        }
    }

    private func expectNoGoodBeat(
        _ samples: [Double], rate: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let good = try analyse(samples, rate: rate).beats
            .filter { $0.quality >= SignalQuality.usableMin }
        #expect(good.isEmpty, sourceLocation: sourceLocation)
    }

    @Test(arguments: [100.0, 128, 250, 360, 1_000])
    func aMinuteOfZerosHasNoBeat(_ rate: Double) throws {
        let output = try analyse(Array(repeating: 0, count: Int(60 * rate)), rate: rate)
        #expect(output.beats.isEmpty)
    }

    @Test(arguments: [128.0, 360, 1_000])
    func squareWavesHaveNoGoodBeat(_ rate: Double) throws {
        for frequency in [0.5, 1, 1.7, 5] {
            try expectNoGoodBeat(
                (0..<Int(60 * rate)).map { index in
                    let phase = frequency * Double(index) / rate
                    return phase - phase.rounded(.down) < 0.5 ? 8_388_607 : -8_388_608
                }, rate: rate)
        }
    }

    @Test(arguments: [100.0, 128, 250, 360, 1_000])
    func whiteNoiseHasNoGoodBeat(_ rate: Double) throws {
        for seed in 11...12 {
            var generator = SeededGenerator(seed: UInt64(seed))
            try expectNoGoodBeat(
                (0..<Int(60 * rate)).map { _ in normal(using: &generator) }, rate: rate)
        }
    }

    @Test(arguments: [100.0, 125, 128, 200, 250, 360, 500, 1_000])
    func mainsAloneHasNoGoodBeat(_ rate: Double) throws {
        for frequency in [49.97, 60] {
            try expectNoGoodBeat(
                (0..<Int(60 * rate)).map {
                    0.5 * Double.sin(2 * .pi * frequency * Double($0) / rate + 0.3)
                }, rate: rate)
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func whatIsNoNumberNeverComesOut(_ broken: Double) throws {
        for period in [1, 2, 97, 1_000] {
            var ecg = SyntheticECG(seconds: 20)
            for index in stride(from: 0, to: ecg.samples.count, by: period) {
                ecg.samples[index] = broken
            }
            let output = try analyse(ecg.samples, rate: 360)
            for beat in output.beats {
                let evidence = beat.evidence
                let values = [
                    beat.position, beat.quality, evidence.amplitude, evidence.margin,
                    evidence.templateCorrelation ?? 0, evidence.positionSD ?? 0,
                ]
                #expect(values.allSatisfy { $0.isFinite })
            }
            #expect(output.seconds.count == 20)
            #expect(output.seconds.allSatisfy { ($0.motionLogRMS ?? 0).isFinite })
        }
    }
}
