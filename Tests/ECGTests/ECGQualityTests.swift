import Biosignals
import ECG
import RealModule
import Testing
import TestKit

/// A minute of what is no ECG must give no beat worth using and no usable second.
struct ECGQualityTests {
    private static let settling = 5

    private func expectRefused(
        _ samples: [Double], rate: Double = 360, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ECGOutput {
        let output = try analyse(samples, rate: rate)
        let seconds = output.seconds.dropFirst(Self.settling)
        #expect(seconds.count == 60 - Self.settling, sourceLocation: sourceLocation)
        #expect(seconds.allSatisfy { !$0.quality.isUsable }, sourceLocation: sourceLocation)
        #expect(seconds.allSatisfy { !$0.quality.reasons.isEmpty }, sourceLocation: sourceLocation)
        #expect(
            output.beats.allSatisfy { $0.quality < SignalQuality.usableMin },
            sourceLocation: sourceLocation)
        return output
    }

    @Test func zerosAreFlat() throws {
        let output = try expectRefused(Array(repeating: 0, count: 60 * 360))
        #expect(output.beats.isEmpty)
        #expect(output.seconds.last?.quality.reasons == [.flat])
    }

    @Test(arguments: [1.0, 3, 7])
    func squareWavesAreFlatOrSaturated(_ frequency: Double) throws {
        let wave = (0..<(60 * 360)).map { index -> Double in
            let phase = frequency * Double(index) / 360
            return phase - phase.rounded(.down) < 0.5 ? 2_047 : -2_048
        }
        _ = try expectRefused(wave)
    }

    @Test(arguments: [128.0, 250, 360, 1_000])
    func whiteNoiseIsNoise(_ rate: Double) throws {
        for seed in 1...3 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let noise = (0..<Int(60 * rate)).map { _ in normal(using: &generator) }
            _ = try expectRefused(noise, rate: rate)
        }
    }

    @Test(arguments: [(50.0, 360.0), (60, 360), (50, 128), (60, 128), (50, 500), (60, 250)])
    func mainsIsNoECG(_ frequency: Double, _ rate: Double) throws {
        let hum = (0..<Int(60 * rate)).map {
            300 * Double.sin(2 * .pi * frequency * Double($0) / rate + 0.3)
        }
        let output = try expectRefused(hum, rate: rate)
        if rate >= 250 { #expect(output.seconds.last?.quality.reasons.first == .mains) }
    }

    @Test func aSlowSineIsNoECG() throws {
        let sine = (0..<(60 * 360)).map { Double.sin(2 * .pi * 1.2 * Double($0) / 360) }
        _ = try expectRefused(sine)
    }

    @Test func cleanSignalIsKept() throws {
        let ecg = SyntheticECG(seconds: 60, noise: 0.02)
        let output = try analyse(ecg.samples, rate: 360)
        let good = output.beats.filter { $0.quality >= SignalQuality.usableMin }
        #expect(good.count >= output.beats.count * 95 / 100)
        #expect(output.seconds.filter(\.quality.isUsable).count >= 57)
    }

    @Test func aFlatStretchCostsOnlyItself() throws {
        var ecg = SyntheticECG(seconds: 60)
        let held = ecg.samples[20 * 360]
        for index in (20 * 360)..<(30 * 360) { ecg.samples[index] = held }
        let output = try analyse(ecg.samples, rate: 360)
        let flat = SignalQuality(score: 0, reasons: [.flat])
        #expect(output.seconds[21..<29].allSatisfy { $0.quality == flat })
        #expect(output.positions.allSatisfy { $0 < 20.1 * 360 || $0 > 29.9 * 360 })
        #expect(output.seconds[32..<58].allSatisfy { $0.quality.isUsable })
    }

    @Test func motionRaisesTheResidual() throws {
        var ecg = SyntheticECG(seconds: 60)
        for index in (30 * 360)..<(60 * 360) {
            ecg.samples[index] += 0.4 * Double.sin(2 * .pi * 2.3 * Double(index) / 360)
        }
        let output = try analyse(ecg.samples, rate: 360)
        let motion = output.seconds.compactMap(\.motionLogRMS)
        #expect(motion.count == 60)
        #expect((motion[5..<28].max() ?? 0) + 0.5 < (motion[32..<58].min() ?? 0))
    }

    /// Mean score of the seconds and share of good beats between 5 and 55 s.
    private func grade(_ samples: [Double], rate: Double = 360) throws -> (
        score: Double, good: Double
    ) {
        let output = try analyse(samples, rate: rate)
        let seconds = output.seconds[5..<55].map(\.quality.score)
        let beats = output.beats.filter { (5 * rate..<55 * rate).contains($0.position) }
        let good = beats.filter { $0.quality >= SignalQuality.usableMin }
        return (
            seconds.reduce(0, +) / Double(seconds.count),
            Double(good.count) / Double(max(1, beats.count))
        )
    }

    /// The more noise, the less a second is worth; a tenth of the QRS is usable, its whole is not.
    @Test(arguments: ["white", "muscle", "wander", "mains"])
    func qualityFallsWithTheNoise(_ kind: String) throws {
        let scores = try [0, 0.05, 0.2, 1.2].map { level -> Double in
            var generator = SeededGenerator(seed: 3)
            var ecg = SyntheticECG(seconds: 60, noise: 0.005)
            var (last, slow) = (0.0, 0.0)
            for index in ecg.samples.indices {
                let white = normal(using: &generator)
                let time = Double(index) / 360
                // Above about 50 Hz, and from 1 to 10 Hz.
                let muscle = (white - last) / 2.0.squareRoot()
                slow += 0.08 * (white - slow)
                last = white
                ecg.samples[index] +=
                    level
                    * (kind == "white"
                        ? white
                        : kind == "muscle"
                            ? muscle
                            : kind == "wander" ? 5 * slow : 1.4 * Double.sin(2 * .pi * 50 * time))
            }
            return try grade(ecg.samples).score
        }
        #expect(scores[0] > 0.85, "\(kind) \(scores)")
        #expect(scores[1] > 0.6, "\(kind) \(scores)")
        for (more, less) in zip(scores.dropFirst(), scores) {
            #expect(more < less + 0.01, "\(kind) \(scores)")
        }
        if kind != "mains" { #expect(scores[3] < 0.5, "\(kind) \(scores)") }
    }

    /// A third of the beats wide, tall, early and upside down: each is good, and no second suffers.
    @Test func ectopyIsNotPunished() throws {
        var ecg = SyntheticECG(seconds: 60, noise: 0.01)
        for (number, peak) in ecg.rPeaks.enumerated() where number % 3 == 2 {
            for index in max(0, Int(peak) - 72)..<min(ecg.samples.count, Int(peak) + 108) {
                let distance = (Double(index) - peak) / 360
                ecg.samples[index] -= 2.2 * Double.exp(-0.5 * distance * distance / (0.03 * 0.03))
            }
        }
        let (score, good) = try grade(ecg.samples)
        let plain = try grade(SyntheticECG(seconds: 60, noise: 0.01).samples)
        #expect(good > 0.95)
        #expect(score > plain.score - 0.1)
    }

    @Test func aSmallerSignalAndAStepCostNothingLasting() throws {
        var ecg = SyntheticECG(seconds: 60, noise: 0.002)
        for index in (30 * 360)..<(60 * 360) { ecg.samples[index] = 0.1 * ecg.samples[index] + 4 }
        let output = try analyse(ecg.samples, rate: 360)
        #expect(output.seconds[5..<28].allSatisfy { $0.quality.isUsable })
        #expect(output.seconds[40..<58].allSatisfy { $0.quality.isUsable })
    }

    @Test func clippedComplexesAreSaturatedButUsable() throws {
        var ecg = SyntheticECG(seconds: 60)
        for index in ecg.samples.indices { ecg.samples[index] = min(0.6, ecg.samples[index]) }
        let output = try analyse(ecg.samples, rate: 360)
        #expect(output.seconds[10..<55].allSatisfy { $0.quality.reasons.contains(.saturated) })
        #expect(output.seconds[10..<55].allSatisfy { $0.quality.isUsable })
    }

    @Test(arguments: [0.01, 1_000])
    func theUnitDoesNotMatter(_ scale: Double) throws {
        let ecg = SyntheticECG(seconds: 60, noise: 0.05)
        let plain = try analyse(ecg.samples, rate: 360)
        let scaled = try analyse(ecg.samples.map { scale * $0 }, rate: 360)
        #expect(plain.seconds.count == scaled.seconds.count)
        for (one, other) in zip(plain.seconds, scaled.seconds) {
            expect(one.quality.score, isClose: other.quality.score, within: 1e-6)
        }
    }
}
