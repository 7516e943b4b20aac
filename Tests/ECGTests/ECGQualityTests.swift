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
}
