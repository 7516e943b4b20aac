import Biosignals
import DSP
import ECG
import RealModule
import Testing
import TestKit

/// The standard deviation that a fiducial says of itself, against the truth.
struct TimingErrorTests {
    enum Noise: String, CaseIterable, Sendable {
        case white
        /// From 20 Hz on, as of muscles.
        case muscle
        /// Below 10 Hz, as of electrodes that move.
        case electrode
    }

    private func noise(_ kind: Noise, rate: Double, count: Int, seed: UInt64) throws -> [Double] {
        var generator = SeededGenerator(seed: seed)
        switch kind {
        case .white: return (0..<count).map { _ in normal(using: &generator) }
        case .muscle:
            var filter = try Butterworth(.highPass, order: 2, cutoff: 20, rate: Hertz(rate))
            return (0..<count).map { _ in filter.process(normal(using: &generator)) }
        case .electrode:
            let memory = Double.exp(-2 * .pi * 10 / rate)
            let share = (1 - memory * memory).squareRoot()
            var value = 0.0
            return (0..<count).map { _ in
                value = memory * value + share * normal(using: &generator)
                return value
            }
        }
    }

    /// Root mean square of what the intervals say of themselves, and of their errors, ms.
    private func figures(
        of ecg: SyntheticECG, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (said: Double, true: Double) {
        let output = try analyse(ecg.samples, rate: ecg.rate)
        try #require(output.beats.count == ecg.rPeaks.count, sourceLocation: sourceLocation)
        let beats = zip(output.beats, ecg.rPeaks).dropFirst(10).map { beat, truth in
            (sd: beat.evidence.positionSD ?? .nan, error: beat.position - truth)
        }
        var (said, squares) = (0.0, 0.0)
        for (beat, other) in zip(beats.dropFirst(), beats) {
            said += beat.sd * beat.sd + other.sd * other.sd
            squares += (beat.error - other.error) * (beat.error - other.error)
        }
        let scale = 1_000 / ecg.rate / Double(beats.count - 1).squareRoot()
        return (said.squareRoot() * scale, squares.squareRoot() * scale)
    }

    /// Ratio 0.7…1.4 whatever the rate, the colour and the height of the noise.
    @Test(arguments: [100.0, 128, 360, 1_000], Noise.allCases)
    func isCalibrated(_ rate: Double, _ kind: Noise) throws {
        let noise = try noise(kind, rate: rate, count: Int(90 * rate), seed: 5)
        for height in [0.02, 0.06] {
            var ecg = SyntheticECG(rate: rate, seconds: 90, noise: 0)
            for index in ecg.samples.indices { ecg.samples[index] += height * noise[index] }
            let figures = try figures(of: ecg)
            let ratio = figures.said / figures.true
            #expect(ratio > 0.7 && ratio < 1.4, "\(height) mV: \(figures)")
        }
    }

    /// A shape that breathes counts as well: Q and S change by two fifths.
    @Test(arguments: [128.0, 360])
    func countsChangesOfShape(_ rate: Double) throws {
        let ecg = SyntheticECG(rate: rate, seconds: 120) { _, time in
            let breath = 0.4 * Double.sin(2 * .pi * 0.25 * time)
            var bumps = SyntheticECG.normal
            bumps[1].height *= 1 - breath
            bumps[3].height *= 1 + breath
            return bumps
        }
        let figures = try figures(of: ecg)
        #expect(figures.said / figures.true > 0.7 && figures.said / figures.true < 1.4)
    }

    /// Ten seconds of noise of a tenth of the R wave raise the figure there and nowhere else.
    @Test func knowsWhichBeatsAreNoisy() throws {
        var ecg = SyntheticECG(seconds: 60, noise: 0.01)
        let noise = try noise(.white, rate: 360, count: 3_600, seed: 9)
        for index in 0..<3_600 { ecg.samples[7_200 + index] += 0.15 * noise[index] }
        let beats = try analyse(ecg.samples, rate: 360).beats
        let sds = { (range: ClosedRange<Double>) -> [Double] in
            beats.filter { range.contains($0.position / 360) }
                .map { $0.evidence.positionSD ?? .nan }
        }
        let (before, within, after) = (sds(8...19), sds(20.2...29.8), sds(42...58))
        #expect(within.allSatisfy { $0 > 3 * (before.max() ?? 0) })
        #expect(after.allSatisfy { $0 < 2 * (before.max() ?? 0) })
    }

    /// The first beat has nothing to be compared with; a lone ectopic beat neither.
    @Test func saysNothingOfWhatItCannotCompare() throws {
        let ecg = SyntheticECG(seconds: 30) { beat, _ in
            beat == 20 ? SyntheticECG.ventricular : SyntheticECG.normal
        }
        let beats = try analyse(ecg.samples, rate: 360).beats
        try #require(beats.count == ecg.rPeaks.count)
        #expect(beats.indices.filter { beats[$0].evidence.positionSD == nil } == [0, 20])
    }
}
