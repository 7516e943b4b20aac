@testable import ECG
import Biosignals
import DSP
import RealModule
import Testing
import TestKit

struct QRSTemplatePartsTests {
    @Test func medianOfNineIsTheFifthOfTheSorted() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let rows = (0..<9).map { _ in
                SIMD8<Double>((0..<8).map { _ in Double(Int.random(in: 0..<6, using: &generator)) })
            }
            let median = medianOfNine(
                rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8])
            for lane in 0..<8 { #expect(median[lane] == rows.map { $0[lane] }.sorted()[4]) }
        }
    }

    @Test func rowsBeginAnywhere() {
        var values = (0..<20).map { Double($0) }
        #expect(values.row(at: 3) == SIMD8(3, 4, 5, 6, 7, 8, 9, 10))
        values.setRow(at: 12, to: SIMD8(repeating: -1))
        #expect(values[11] == 11)
        #expect(values[12...] == Array(repeating: -1, count: 8)[...])
        #expect([Double].rows(holding: 16) == 2)
        #expect([Double].rows(holding: 17) == 3)
    }

    /// A sine of 0.05, 0.15 and 0.3 of the rate, read a third of a sample beside the grid.
    @Test(arguments: [(0.05, 2e-3), (0.15, 2e-3), (0.3, 0.02)])
    func readsBetweenSamples(_ frequency: Double, _ tolerance: Double) {
        let samples = (0..<60).map { Double.sin(2 * .pi * frequency * Double($0)) }
        let start = FractionalReader.quantised(10 + 1.0 / 3)
        var values = Array(repeating: 0.0, count: 32)
        FractionalReader().read(samples, from: start, into: &values)
        for (index, value) in values.enumerated() {
            let truth = Double.sin(2 * .pi * frequency * (start + Double(index)))
            expect(value, isClose: truth, within: tolerance)
        }
        // On the grid it is the samples themselves.
        FractionalReader().read(samples, from: 12, into: &values)
        for (index, value) in values.enumerated() {
            expect(value, isClose: samples[12 + index], within: 1e-12)
        }
    }

    /// A constant stays, 50 and 60 Hz go: the weights' sums over cosines.
    @Test(arguments: [100.0, 128, 180, 249])
    func combTakesTheMainsOut(_ rate: Double) {
        let comb = MainsComb(rate: Hertz(rate))
        expect(comb.value(1, beside: 2, beyond: 2), isClose: 1, within: 1e-12)
        for frequency in [50.0, 60] {
            let turn = 2 * Double.pi * frequency / rate
            let value = comb.value(
                1, beside: 2 * Double.cos(turn), beyond: 2 * Double.cos(2 * turn))
            expect(value, isClose: 0, within: 1e-12)
        }
    }

    private static let window = QRSWindow(half: 11)

    /// A Gaussian of 1.4 samples, late by `delay`, on a tilted baseline; its mean taken off.
    private func complex(_ gain: Double, delay: Double, tilt: Double = 0) -> [Double] {
        var beat = Self.window.blank
        for index in 0..<Self.window.count {
            let distance = (Double(index - 11) - delay) / 1.4
            beat[index] = gain * Double.exp(-0.5 * distance * distance) + 5 + tilt * Double(index)
        }
        Self.window.level(&beat)
        return beat
    }

    /// Size, polarity of the baseline's tilt and offset do not move the delay.
    @Test(arguments: [0.2, 1, 40], [-0.3, 0, 0.3])
    func fitFindsDelayAndGain(_ gain: Double, _ tilt: Double) {
        var kind = QRSClass(window: Self.window)
        kind.learn(complex(3, delay: 0))
        let unit = kind.fit(complex(1, delay: 0)).gain
        for delay in [-0.2, 0, 0.1] {
            let fit = kind.fit(complex(gain, delay: delay, tilt: gain * tilt))
            expect(fit.delay, isClose: delay, within: 0.01)
            expect(fit.gain / unit, isClose: gain, withinRelative: 0.02)
            expect(fit.trend, isClose: gain * tilt, within: 0.01 * gain)
        }
    }

    /// Four of nine complexes are three samples late and do not move the median.
    @Test func strangersDoNotMoveTheMedian() {
        var kind = QRSClass(window: Self.window)
        for turn in 0..<9 { kind.learn(complex(1, delay: turn % 2 == 1 ? 3 : 0)) }
        expect(kind.fit(complex(1, delay: 0)).delay, isClose: 0, within: 0.1)
        kind.restart()
        #expect(kind.count == 0)
    }

    /// Complexes a tenth of a sample late: the next has to enter that much later.
    @Test func correctionBringsTheExtremumToTheMiddle() {
        var kind = QRSClass(window: Self.window)
        kind.learn(complex(1, delay: 0.1))
        expect(kind.correction, isClose: 0.1, within: 0.01)
        for _ in 0..<8 { kind.learn(complex(1, delay: 0.1)) }
        expect(kind.correction, isClose: 0.025, within: 0.0025)
    }

    /// White noise of variance σ² on a kind of slope energy E and gain g: SD = σ / (g √E).
    @Test func whiteNoiseGivesTheBoundOfCramerAndRao() {
        var kind = QRSClass(window: Self.window)
        kind.learn(complex(1, delay: 0))
        let norm = kind.fit(complex(1, delay: 0)).gain
        var noise = TimingNoise(window: Self.window, rate: 125)
        var generator = SeededGenerator(seed: 8)
        var sum = 0.0
        for _ in 0..<400 {
            var beat = complex(1, delay: 0)
            for index in 0..<Self.window.count { beat[index] += 0.05 * normal(using: &generator) }
            Self.window.level(&beat)
            sum += noise.learn(beat, kind.fit(beat), of: kind) ?? .nan
        }
        let bound = 0.05 / (norm * kind.slopeEnergy.squareRoot())
        expect(sum / 400, isClose: bound, withinRelative: 0.15)
    }

    /// The first complex was taken 31 ms too early; those after it say so.
    @Test func aKindWithAWrongMiddleBeginsAnew() throws {
        var template = QRSTemplate(rate: 128)
        var signal = SampleHistory(holding: 4_096)
        let places = (0..<20).map { 100.3 + 100 * Double($0) }
        for index in 0..<2_200 {
            let nearest = 100.3 + 100 * ((Double(index) - 100.3) / 100).rounded()
            let distance = (Double(index) - nearest) / 2.5
            signal.append(Double.exp(-0.5 * distance * distance))
        }
        #expect(template.compare(signal, at: places[0] - 4) == nil)
        let shifts = places.dropFirst().map { template.compare(signal, at: $0)?.shift ?? .nan }
        expect(shifts[0], isClose: -4, within: 0.5)
        let last = try #require(shifts.last)
        expect(last, isClose: 0, within: 0.05)
    }
}
