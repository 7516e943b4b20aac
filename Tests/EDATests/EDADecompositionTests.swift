import Biosignals
import DSP
import EDA
import TestKit
import Testing

@Suite struct EDADecompositionTests {
    private func body(rate: Double, minutes: Double = 3) -> VariedEDA {
        VariedEDA(VariedEDA.Recipe(rate: rate, minutes: minutes, noise: 0.002), seed: 3)
    }

    @Test func levelAndWavesAreTheSignal() throws {
        let body = body(rate: 4)
        let parts = try EDADecomposition(conductance: body.samples, rate: 4)
        let stretch = try #require(parts.stretches.first)
        #expect(parts.stretches.count == 1 && stretch.samples == 0..<body.samples.count)
        #expect(stretch.start == 0 && stretch.rate == 4)
        let squares = body.samples.indices.map { index -> Double in
            let left = body.samples[index] - stretch.tonic[index] - stretch.phasic[index]
            return left * left
        }
        // Noise of 0.002 µS, and what the fit leaves under the steepest rises.
        let rms = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        #expect(rms < 0.008, "\(rms)")
        #expect(stretch.phasic.allSatisfy { $0 >= -1e-9 })
        let bursts = stretch.driver.filter { $0 > 0 }
        #expect(bursts.count == parts.responses.count && bursts.allSatisfy { $0 >= 0.02 })
        #expect(parts.usableFraction == 1)
        #expect(parts.levels.map(\.second) == Array(0..<180))
    }

    @Test func amplitudesAndTimesAreTheTrueOnes() throws {
        let body = body(rate: 32)
        let parts = try EDADecomposition(conductance: body.samples, rate: 32)
        var near = 0
        for truth in body.responses {
            let found = parts.responses.first {
                abs($0.peak / 32 - truth.peak) < 0.4 && abs($0.onset / 32 - truth.onset) < 0.4
                    && abs($0.amplitude.value / truth.amplitude - 1) < 0.25
            }
            if let found {
                near += 1
                let recovery = try #require(found.halfRecovery)
                #expect((1.2...6).contains(recovery.value))
            }
        }
        #expect(Double(near) >= 0.85 * Double(body.responses.count), "\(near)")
    }

    /// The same skin sampled at other rates: every response again, within 0.15 s and a tenth.
    @Test(arguments: [8.0, 15.5, 100, 500])
    func theRateChangesNothing(_ rate: Double) throws {
        let slow = SyntheticEDA(rate: 4, duration: 90, noise: 0.001)
        let fast = SyntheticEDA(rate: rate, duration: 90, noise: 0.001)
        let expected = try EDADecomposition(conductance: slow.samples, rate: 4)
        let found = try EDADecomposition(conductance: fast.samples, rate: Hertz(rate))
        #expect(found.responses.count == slow.responses.count)
        #expect(found.responses.count == expected.responses.count)
        for (response, other) in zip(found.responses, expected.responses) {
            expect(response.peak / rate, isClose: other.peak / 4, within: 0.15)
            expect(response.amplitude.value, isClose: other.amplitude.value, withinRelative: 0.1)
        }
    }

    @Test func anOffsetLeavesTheResponses() throws {
        let body = body(rate: 4)
        let low = try EDADecomposition(conductance: body.samples, rate: 4)
        let high = try EDADecomposition(conductance: body.samples.map { $0 + 20 }, rate: 4)
        #expect(low.responses.count == high.responses.count && low.responses.count > 10)
        for (one, other) in zip(low.responses, high.responses) {
            expect(one.peak, isClose: other.peak, within: 0.1)
            expect(one.amplitude.value, isClose: other.amplitude.value, within: 0.002)
        }
        for (one, other) in zip(low.levels, high.levels) {
            expect(other.level.value - one.level.value, isClose: 20, within: 0.005)
        }
    }

    @Test func aStepAndLostContactCut() throws {
        var samples = SyntheticEDA(rate: 32, duration: 120, amplitudes: [], noise: 0.001).samples
        for index in 1_280..<1_600 { samples[index] = 0 }
        for index in 2_560..<samples.count { samples[index] += 5 }
        let parts = try EDADecomposition(conductance: samples, rate: 32)
        #expect(parts.responses.isEmpty)
        #expect(parts.stretches.count == 3)
        for stretch in parts.stretches {
            let after = stretch.samples.lowerBound >= 2_560
            #expect(stretch.tonic.allSatisfy { abs($0 - (after ? 10.2 : 5.1)) < 0.3 })
        }
        #expect(parts.usableFraction > 0.5 && parts.usableFraction < 0.85)
        #expect(parts.levels.allSatisfy { !(35..<55).contains($0.second) })
    }

    @Test func onlyWhatIsUsableIsUsed() throws {
        let body = body(rate: 4)
        let parts = try EDADecomposition(
            conductance: body.samples, rate: 4, usable: [0..<200, 400..<700])
        #expect(parts.stretches.map(\.samples) == [0..<200, 400..<700])
        for response in parts.responses {
            #expect(response.peak < 200 || (400..<700).contains(response.peak))
        }
    }

    @Test(arguments: [4.0, 100])
    func brokenInputIsSurvived(_ rate: Double) throws {
        var generator = SeededGenerator(seed: 3)
        let count = Int(60 * rate)
        let noise = (0..<count).map { _ in 5 + gaussian(&generator) }
        var holes = SyntheticEDA(rate: rate, duration: 60).samples
        for index in stride(from: 0, to: count, by: 7) { holes[index] = .nan }
        let shapes: [[Double]] = [
            [], [5], [.nan], Array(repeating: 0, count: count), Array(repeating: -3, count: count),
            Array(repeating: 5, count: count), Array(repeating: .nan, count: count), noise, holes,
            Array(repeating: 1e300, count: count),
        ]
        for samples in shapes {
            let parts = try EDADecomposition(conductance: samples, rate: Hertz(rate))
            #expect((0...1).contains(parts.usableFraction))
            #expect(parts.levels.allSatisfy { $0.level.value.isFinite })
            for stretch in parts.stretches {
                #expect((stretch.tonic + stretch.phasic).allSatisfy { $0.isFinite })
            }
        }
        let flat = try EDADecomposition(
            conductance: Array(repeating: 5, count: count), rate: Hertz(rate))
        #expect(flat.responses.isEmpty)
    }

    @Test(arguments: [1.9, 4_001, .nan])
    func anImpossibleRateIsRefused(_ rate: Double) {
        #expect(throws: DSPError.self) {
            try EDADecomposition(conductance: [5], rate: Hertz(rate))
        }
    }
}
