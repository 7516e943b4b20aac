import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct WelchSpectrumTests {
    @Test func itAgreesWithScipy() throws {
        let golden = try Golden()
        for reference in golden.welch {
            let welch = WelchSpectrum(
                segment: reference.segment, overlap: reference.overlap,
                rate: Hertz(reference.rate))
            let spectrum = try #require(welch.spectrum(of: golden.noise))
            expect(
                spectrum.resolution.value, isClose: reference.resolution, withinRelative: 1e-12)
            #expect(spectrum.density.count == reference.density.count)
            let highest = reference.density.max() ?? 0
            for (density, expected) in zip(spectrum.density, reference.density) {
                expect(density, isClose: expected, within: 1e-11 * highest)
            }
        }
    }

    @Test(arguments: [64, 65]) func parseval(_ segment: Int) throws {
        let samples = noise(segment)
        let flat = WelchSpectrum(
            segment: segment, rate: 4, window: Windows.rectangular(segment))
        let spectrum = try #require(flat.spectrum(of: samples))
        let mean = samples.reduce(0, +) / Double(segment)
        let variance =
            samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(segment)
        expect(spectrum.total, isClose: variance, withinRelative: 1e-12)
    }

    @Test func aSineHasItsPowerInItsBand() throws {
        // Amplitude 3 at 0.25 Hz: power 9 / 2.
        let samples = (0..<4_096).map { 3 * Double.sin(2 * .pi * 0.25 * Double($0) / 4) }
        let spectrum = try #require(WelchSpectrum(segment: 1_024, rate: 4).spectrum(of: samples))
        expect(spectrum.power(in: 0.2..<0.3), isClose: 4.5, withinRelative: 1e-6)
        #expect(spectrum.peak(in: 0.15..<0.4) == 0.25)
        #expect(spectrum.segmentCount == 7)
    }

    @Test func noSegmentSpansTwoStretches() {
        let welch = WelchSpectrum(segment: 64, rate: 4)
        #expect(welch.spectrum(of: [noise(63), noise(63)]) == nil)
        #expect(welch.spectrum(of: [noise(64), noise(63)])?.segmentCount == 1)
        #expect(welch.spectrum(of: [Double]()) == nil)
        #expect(
            welch.spectrum(of: [noise(64), noise(10)]) == welch.spectrum(of: noise(64)))
    }

    @Test func integralOfAPiecewiseLinearDensity() {
        // 0, 2, 4 at 0, 1, 2 Hz: the line 2f, whose integral is f².
        let spectrum = PowerSpectrum(resolution: 1, density: [0, 2, 4], segmentCount: 1)
        expect(spectrum.power(in: 0..<2), isClose: 4, within: 1e-15)
        expect(spectrum.power(in: 0.5..<1.5), isClose: 2, within: 1e-15)
        expect(spectrum.power(in: 0.25..<0.5), isClose: 0.1875, within: 1e-15)
        expect(spectrum.power(in: 1.5..<9), isClose: 1.75, within: 1e-15)
        #expect(spectrum.power(in: 5..<9) == 0)
        #expect(spectrum.power(in: -2 ..< -1) == 0)
        #expect(spectrum.peak(in: 0..<2) == 1)
        #expect(spectrum.peak(in: 1.2..<1.8) == nil)
    }

    @Test func bandsAddUp() throws {
        let spectrum = try #require(
            WelchSpectrum(segment: 100, rate: 4).spectrum(of: noise(400)))
        let parts = [0.0033..<0.04, 0.04..<0.15, 0.15..<0.4].map { spectrum.power(in: $0) }
        expect(
            parts.reduce(0, +), isClose: spectrum.power(in: 0.0033..<0.4), withinRelative: 1e-12)
    }

    @Test func hannWindow() {
        // ½ − ½·cos(2πn / 4) for n = 0…3.
        let expected = [0, 0.5, 1, 0.5]
        for (weight, wanted) in zip(Windows.hann(4), expected) {
            expect(weight, isClose: wanted, within: 1e-15)
        }
        #expect(Windows.hann(1) == [1])
        #expect(Windows.hann(0).isEmpty)
    }
}
