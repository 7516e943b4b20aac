import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct BurgSpectrumTests {
    /// x[n] = 1.2·x[n − 1] − 0.8·x[n − 2] + e[n], e uniform in −1…1, so of variance 1/3.
    private static func process(_ count: Int, seed: UInt64) -> [Double] {
        var (last, before) = (0.0, 0.0)
        return noise(count + 200, seed: seed).map { error -> Double in
            let value = 1.2 * last - 0.8 * before + error
            (before, last) = (last, value)
            return value
        }.suffix(count)
    }

    @Test func aKnownProcessIsFoundAgain() throws {
        let model = try #require(
            BurgSpectrum(of: [Self.process(20_000, seed: 3)], order: 2, rate: 4))
        // Standard errors of the coefficients: √((1 − 0.8²) / 20 000) = 0.004.
        expect(model.coefficients[0], isClose: -1.2, within: 0.02)
        expect(model.coefficients[1], isClose: 0.8, within: 0.02)
        expect(model.residuals[2], isClose: 1.0 / 3, withinRelative: 0.03)
        // By hand at 0 Hz: 2 / 4 · E / (1 − 1.2 + 0.8)².
        let gain = 1 + model.coefficients[0] + model.coefficients[1]
        expect(
            model.density(at: 0), isClose: model.residuals[2] / 2 / (gain * gain),
            withinRelative: 1e-12)
    }

    @Test(arguments: [1, 2, 16, 40]) func theIntegralIsTheVariance(_ order: Int) throws {
        for stretches in [[noise(1_200)], [Self.process(700, seed: 5), Self.process(90, seed: 6)]] {
            let model = try #require(BurgSpectrum(of: stretches, order: order, rate: 4))
            let all = stretches.flatMap { $0 }
            let mean = all.reduce(0, +) / Double(all.count)
            let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
            expect(model.variance, isClose: variance, withinRelative: 1e-12)
            expect(model.total, isClose: variance, withinRelative: 1e-9)
            let parts = [0.0..<0.04, 0.04..<0.15, 0.15..<0.4, 0.4..<9]
            expect(
                parts.reduce(0) { $0 + model.power(in: $1) }, isClose: variance,
                withinRelative: 1e-9)
        }
    }

    @Test func sinesHaveTheirPowerInTheirBands() throws {
        // Amplitudes 40 at 0.1 Hz and 25 at 0.25 Hz, 800 and 312.5, and noise of variance 3.
        let quiet = noise(1_200)
        let series = quiet.indices.map { index -> Double in
            let seconds = Double(index) / 4
            return 800 + 40 * Double.sin(2 * .pi * 0.1 * seconds)
                + 25 * Double.sin(2 * .pi * 0.25 * seconds) + 3 * quiet[index]
        }
        let model = try #require(BurgSpectrum(of: [series], rate: 4))
        expect(model.power(in: 0.04..<0.15), isClose: 800, withinRelative: 0.03)
        expect(model.power(in: 0.15..<0.4), isClose: 312.5, withinRelative: 0.03)
        let sampled = model.sampled(bins: 4_001)
        expect(try #require(sampled.peak(in: 0.04..<0.15)).value, isClose: 0.1, within: 0.001)
        expect(try #require(sampled.peak(in: 0.15..<0.4)).value, isClose: 0.25, within: 0.001)
    }

    @Test func aPeakFarNarrowerThanAnyBinKeepsItsPower() throws {
        let sine = (0..<4_000).map { 5 * Double.sin(2 * .pi * 0.123_456 * Double($0) / 4) }
        let faint = zip(sine, noise(4_000)).map { $0 + 1e-4 * $1 }
        for series in [sine, faint] {
            let model = try #require(BurgSpectrum(of: [series], rate: 4))
            expect(model.total, isClose: model.variance, withinRelative: 1e-4)
            expect(model.power(in: 0.1..<0.15), isClose: 12.5, withinRelative: 0.01)
        }
    }

    @Test func laws() throws {
        let series = Self.process(600, seed: 9)
        let plain = try #require(BurgSpectrum(of: [series], rate: 4))
        func power(_ samples: [Double]) throws -> Double {
            try #require(BurgSpectrum(of: [samples], rate: 4)).power(in: 0.3..<0.6)
        }
        let expected = plain.power(in: 0.3..<0.6)
        expect(try power(series.map { 2 * $0 }), isClose: 4 * expected, withinRelative: 1e-9)
        expect(try power(series.map { $0 + 900 }), isClose: expected, withinRelative: 1e-9)
        expect(try power(series.reversed()), isClose: expected, withinRelative: 1e-9)
    }

    @Test func theCriteriaChooseTheOrderOfTheProcess() throws {
        let model = try #require(BurgSpectrum(of: [Self.process(5_000, seed: 4)], rate: 4))
        #expect(model.bestOrder(by: .schwarz) == 2)
        #expect((2...16).contains(model.bestOrder(by: .akaike)))
    }

    @Test func noPredictionSpansTwoStretches() throws {
        // Two pieces far apart in level would be one step; too short a piece is left out.
        let (first, second) = (Self.process(500, seed: 1), Self.process(300, seed: 2))
        let both = try #require(BurgSpectrum(of: [first, second], order: 2, rate: 4))
        let swapped = try #require(BurgSpectrum(of: [second, first, [1, 2]], order: 2, rate: 4))
        for (value, other) in zip(both.coefficients, swapped.coefficients) {
            expect(value, isClose: other, within: 1e-12)
        }
        let joined = try #require(BurgSpectrum(of: [first + second], order: 2, rate: 4))
        #expect(joined.coefficients != both.coefficients)
    }

    @Test func nothingToModel() {
        #expect(BurgSpectrum(of: [], rate: 4) == nil)
        #expect(BurgSpectrum(of: [noise(16)], rate: 4) == nil)
        #expect(BurgSpectrum(of: [Array(repeating: 800.1, count: 100)], rate: 4) == nil)
    }
}
