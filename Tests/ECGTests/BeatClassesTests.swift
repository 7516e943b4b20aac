import Biosignals
import DSP
import RealModule
import Testing
import TestKit

@testable import ECG

struct BeatClassesTests {
    private let rate = 180.0

    /// A bump of one width for normal beats, of another for ectopic ones, 150 samples apart.
    private func signal(_ widths: [Double], noise: Double = 0, scale: Double = 1) -> SampleHistory {
        var generator = SeededGenerator(seed: 7)
        var history = SampleHistory(holding: widths.count * 150 + 300)
        for index in 0..<(widths.count * 150 + 150) {
            let beat = min(index / 150, widths.count - 1)
            let distance = (Double(index - beat * 150) - 75) / (widths[beat] * rate)
            let value = Double.exp(-0.5 * distance * distance) + noise * normal(using: &generator)
            history.append(5 + scale * value)
        }
        return history
    }

    private func likenesses(_ signal: SampleHistory, count: Int) -> [BeatClasses.Likeness?] {
        var classes = BeatClasses(rate: Hertz(rate))
        return (0..<count).map { classes.compare(signal, at: $0 * 150 + 75, interval: 150) }
    }

    @Test func theSameBeatLeavesNoRest() throws {
        let all = likenesses(signal([0.012, 0.012, 0.012]), count: 3)
        #expect(all[0] == nil)
        let last = try #require(all[2])
        expect(last.correlation, isClose: 1, within: 1e-9)
        expect(last.gain, isClose: 1, within: 1e-9)
        expect(last.height, isClose: 1, within: 1e-9)
        #expect(last.noise < 1e-6 && last.slopeNoise < 1e-6 && !last.isStranger)
        // All of the slope is near the peak.
        expect(last.concentration, isClose: 1, within: 1e-6)
    }

    @Test func ectopyIsAClassOfItsOwn() throws {
        // N V N V N V: the first V is a stranger, the next ones are at home.
        let widths = (0..<8).map { $0 % 2 == 0 ? 0.010 : 0.045 }
        let all = likenesses(signal(widths), count: 8)
        let second = try #require(all[1])
        #expect(second.isStranger)
        for beat in all[2...] {
            let beat = try #require(beat)
            #expect(!beat.isStranger && beat.correlation > 0.999 && beat.noise < 0.01)
        }
    }

    @Test func theNoiseIsTheNoise() throws {
        // White noise of 0.05 on a QRS of height 1: the rest is 0.05 and a little for the mean's own
        // noise; and it does not depend on the unit.
        let widths = Array(repeating: 0.012, count: 30)
        for scale in [0.001, 1, 1_000.0] {
            let rests = likenesses(signal(widths, noise: 0.05, scale: scale), count: 30)[10...]
                .map { $0?.noise ?? 9 }
            let mean = rests.reduce(0, +) / Double(rests.count)
            #expect(mean > 0.043 && mean < 0.058, "\(mean) at \(scale)")
        }
    }

    @Test func whatWasLearntInQuietOutlivesTheNoise() throws {
        // Twenty clean beats, ten with the same slow wave after each, and a clean one again: had
        // they counted alike, 0.4 of the wave would be in the shape.
        let clean = signal(Array(repeating: 0.012, count: 31))
        var history = SampleHistory(holding: clean.count)
        for index in 0..<clean.count {
            let distance = Double(index % 150 - 125) / 15
            let isDisturbed = (20 * 150..<30 * 150).contains(index)
            let wave = 0.6 * Double.exp(-0.5 * distance * distance)
            history.append(clean[index] + (isDisturbed ? wave : 0))
        }
        let all = likenesses(history, count: 31)
        let disturbed = try #require(all[20])
        #expect(disturbed.noise > 0.1, "\(disturbed.noise)")
        let last = try #require(all[30])
        #expect(!last.isStranger && last.noise < 0.03, "\(last.noise)")
    }
}
