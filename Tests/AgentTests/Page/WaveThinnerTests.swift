import Biosignals
import Dashboard
import TestKit
import Testing

@testable import Agent

struct WaveThinnerTests {
    private func channel(_ rate: Double) -> Channel {
        Channel(
            name: "II", role: .ecg, unit: .millivolt, unitText: "mV", rate: Hertz(rate))
    }

    private func points(_ waves: [PageWave]) -> [(at: Double, value: Double?)] {
        waves.flatMap { wave in
            wave.values.enumerated().map { (wave.at + Double($0) * wave.step, $1) }
        }
    }

    @Test func slowSignalsGoAsTheyAre() {
        var thinner = WaveThinner(channel: 3, channel(128))
        #expect(thinner.pointRate == 128)
        let waves = thinner.process(SignalBlock(channel: 3, start: 128, samples: [1, 2, 3]))
        #expect(
            waves == [
                PageWave(channel: 3, at: 1, step: 1.0 / 128, values: [1, 2, 3], decimals: 4)
            ])
    }

    /// At 1000 Hz eight samples become two points: the least and the greatest, in their order.
    @Test func fastSignalsKeepTheirPeaks() {
        var thinner = WaveThinner(channel: 0, channel(1_000))
        #expect(thinner.pointRate == 250)
        let samples: [Double] = [0, 9, 1, 2, -5, 0, 0, 0, /**/ 4, 3, 2, 1, 0, -1, -2, -3]
        let waves = thinner.process(SignalBlock(channel: 0, start: 0, samples: samples))
        #expect(waves.count == 1)
        #expect(waves.first?.values == [9, -5, 4, -3])
        #expect(waves.first?.step == 0.004)
    }

    @Test(arguments: [250.0, 251, 360, 500, 1_000, 2_048])
    func thePointsAreFewAndHoldEveryExtreme(rate: Double) {
        var random = SeededGenerator(seed: 51)
        let samples = (0..<4_000).map { _ in Double.random(in: -1...1, using: &random) }
        var thinner = WaveThinner(channel: 0, channel(rate))
        #expect(thinner.pointRate <= 250)
        let found = points(thinner.process(SignalBlock(channel: 0, start: 0, samples: samples)))
        #expect(found.compactMap(\.value).max() == samples.dropLast(20).max())
        #expect(found.compactMap(\.value).min() == samples.dropLast(20).min())
    }

    @Test(arguments: [128.0, 500, 1_000])
    func thePointsDoNotDependOnTheCut(rate: Double) {
        var random = SeededGenerator(seed: 52)
        let samples = (0..<700).map { _ in Double.random(in: -1...1, using: &random) }
        var whole = WaveThinner(channel: 0, channel(rate))
        let expected = points(whole.process(SignalBlock(channel: 0, start: 5, samples: samples)))
        for cut in chunkings(of: samples.count) {
            var pieced = WaveThinner(channel: 0, channel(rate))
            let found = points(
                cut.flatMap {
                    pieced.process(
                        SignalBlock(
                            channel: 0, start: 5 + $0.lowerBound, samples: Array(samples[$0])))
                })
            #expect(found.map(\.value) == expected.map(\.value))
            for (one, other) in zip(found, expected) {
                expect(one.at, isClose: other.at, within: 1e-9)
            }
        }
    }

    /// What is missing is one point without a value, where it begins.
    @Test func aGapIsAGap() {
        var thinner = WaveThinner(channel: 0, channel(100))
        _ = thinner.process(SignalBlock(channel: 0, start: 0, samples: [1, 2]))
        let waves = thinner.process(SignalBlock(channel: 0, start: 50, samples: [3]))
        #expect(waves.map(\.at) == [0.02, 0.5])
        #expect(waves.map(\.values) == [[nil], [3]])
        thinner.forget()
        let after = thinner.process(SignalBlock(channel: 0, start: 900, samples: [4]))
        #expect(after.map(\.values) == [[4]])
    }

    @Test func whatIsHeldBeforeAGapIsNotLost() {
        var thinner = WaveThinner(channel: 0, channel(1_000))
        #expect(thinner.process(SignalBlock(channel: 0, start: 0, samples: [1, 7, 2])).isEmpty)
        let waves = thinner.process(SignalBlock(channel: 0, start: 80, samples: [3]))
        #expect(waves.map(\.values) == [[1, 7], [nil]])
    }
}
