import Biosignals
import Foundation
import Testing

@testable import Agent

struct SimulatedRateTests {
    private func converted(_ samples: [Double], from: Double, to: Double) -> [Double] {
        var converter = RateConverter(step: from / to)
        var output: [Double] = []
        converter.process(samples, into: &output)
        converter.finish(into: &output)
        return output
    }

    private func sine(_ hertz: Double, rate: Double, seconds: Double) -> [Double] {
        (0..<Int(rate * seconds)).map { sin(2 * .pi * hertz * Double($0) / rate) }
    }

    @Test func equalRatesChangeNothing() {
        let samples = sine(3, rate: 100, seconds: 5)
        #expect(converted(samples, from: 100, to: 100) == samples)
    }

    /// A wave that both rates hold comes out as the same wave, away from the ends.
    @Test(
        arguments: [
            // Going up to 0.8 of the input's, going down to 0.7 of the output's Nyquist frequency.
            (100, 250, 40), (360, 500, 144), (4, 110, 1.6), (128, 128.0128, 51), (1_000, 128, 44.8),
            (250, 128, 44.8), (1_000, 1_000 / 14, 25),
        ] as [(Double, Double, Double)])
    func aWaveStaysTheSameWave(_ from: Double, _ to: Double, _ hertz: Double) {
        let seconds = from < 10 ? 60.0 : 6
        let output = converted(sine(hertz, rate: from, seconds: seconds), from: from, to: to)
        #expect(abs(Double(output.count) / to - seconds) < 2 / min(from, to))
        let edge = Int(20 / min(from, to) * to)
        for index in edge..<output.count - edge {
            #expect(abs(output[index] - sin(2 * .pi * hertz * Double(index) / to)) < 0.012)
        }
    }

    @Test func whatTheLowerRateCannotHoldDoesNotFoldIntoIt() {
        // 70.4 Hz, 1.1 of the Nyquist frequency, sampled 128 times a second would be 57.6 Hz.
        let output = converted(sine(70.4, rate: 1_000, seconds: 6), from: 1_000, to: 128)
        let edge = 40
        let top = output[edge..<output.count - edge].map(abs).max() ?? 1
        #expect(top < 0.01)
    }

    @Test func aLevelStaysExactly() {
        let output = converted(Array(repeating: 900_000, count: 4_000), from: 1_000, to: 71.4)
        #expect(output.allSatisfy { abs($0 - 900_000) < 1e-6 })
    }

    @Test(arguments: [1, 7, 100, 4_096])
    func outputDoesNotDependOnTheCut(_ size: Int) {
        let samples = sine(9, rate: 1_000, seconds: 12)
        var converter = RateConverter(step: 1_000 / 128.0)
        var output: [Double] = []
        for start in stride(from: 0, to: samples.count, by: size) {
            let end = min(start + size, samples.count)
            converter.process(Array(samples[start..<end]), into: &output)
        }
        converter.finish(into: &output)
        #expect(output == converted(samples, from: 1_000, to: 128))
    }

    @Test func nothingMakesNothing() {
        #expect(converted([], from: 100, to: 50).isEmpty)
        #expect(converted([5], from: 100, to: 200) == [5])
    }
}
