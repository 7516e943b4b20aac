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

    @Test(arguments: WelchSpectrum.Detrend.allCases, [200, 201, 512])
    func parsevalOfEverySegment(_ detrend: WelchSpectrum.Detrend, _ fftLength: Int) throws {
        // The sum of all bins is the mean square of the faded segments over that of the window.
        let samples = noise(500).enumerated().map { 800 + 0.1 * Double($0.offset) + $0.element }
        let window = Windows.hamming(200)
        let spectrum = try #require(
            WelchSpectrum(
                segment: 200, rate: 4, window: window, fftLength: fftLength, detrend: detrend
            ).spectrum(of: samples))
        #expect(spectrum.segmentCount == 4)
        #expect(spectrum.resolution == Hertz(4 / Double(fftLength)))
        var energy = 0.0
        for start in stride(from: 0, through: 300, by: 100) {
            let line = Self.line(Array(samples[start..<start + 200]), detrend)
            for index in 0..<200 {
                let rest = samples[start + index] - line.0 - line.1 * Double(index)
                energy += rest * rest * window[index] * window[index]
            }
        }
        let weight = window.reduce(0) { $0 + $1 * $1 }
        expect(spectrum.total, isClose: energy / weight / 4, withinRelative: 1e-12)
    }

    /// Level and slope by the normal equations, written out.
    private static func line(
        _ values: [Double], _ detrend: WelchSpectrum.Detrend
    ) -> (Double, Double) {
        let count = Double(values.count)
        let sum = values.reduce(0, +)
        switch detrend {
        case .none: return (0, 0)
        case .mean: return (sum / count, 0)
        case .linear:
            let places = values.indices.map(Double.init)
            let (first, second) = (places.reduce(0, +), places.reduce(0) { $0 + $1 * $1 })
            let cross = zip(places, values).reduce(0) { $0 + $1.0 * $1.1 }
            let slope = (count * cross - first * sum) / (count * second - first * first)
            return ((sum - slope * first) / count, slope)
        }
    }

    @Test func zerosAddBinsNotPower() throws {
        // Every second bin of the doubled transform is one of the plain.
        let samples = noise(256)
        let plain = try #require(WelchSpectrum(segment: 256, rate: 4).spectrum(of: samples))
        let padded = try #require(
            WelchSpectrum(segment: 256, rate: 4, fftLength: 512).spectrum(of: samples))
        #expect(padded.density.count == 257)
        for bin in 0..<128 {
            expect(
                padded.density[2 * bin], isClose: plain.density[bin],
                within: 1e-12 * plain.total)
        }
    }

    @Test func laws() throws {
        let window = Windows.hann(256, .symmetric)
        let welch = WelchSpectrum(segment: 256, rate: 4, window: window)
        let samples = noise(1_024)
        let plain = try #require(welch.spectrum(of: samples))
        func expectSame(_ other: [Double], times factor: Double) throws {
            let spectrum = try #require(welch.spectrum(of: other))
            for (density, expected) in zip(spectrum.density, plain.density) {
                expect(density, isClose: factor * expected, within: 1e-10 * plain.total)
            }
        }
        try expectSame(samples.map { 2 * $0 }, times: 4)
        try expectSame(samples.map { $0 + 900 }, times: 1)
        try expectSame(samples.reversed(), times: 1)
    }

    @Test func whiteNoiseIsFlat() throws {
        // Variance 1/3 spread over 2 Hz.
        let spectrum = try #require(
            WelchSpectrum(segment: 1_024, rate: 4).spectrum(of: noise(200_000)))
        for band in [0.01..<0.5, 0.5..<1, 1..<1.5, 1.5..<1.99] {
            expect(
                spectrum.power(in: band) / (band.upperBound - band.lowerBound),
                isClose: 1.0 / 6, withinRelative: 0.03)
        }
    }

    @Test func pinkNoiseFallsByItsExponent() throws {
        // 2 000 sines of random phase, their power as 1/f.
        var generator = SeededGenerator(seed: 11)
        var samples = [Double](repeating: 0, count: 16_384)
        for wave in 1...2_000 {
            let frequency = Double(wave) / 1_000
            let phase = Double.random(in: 0..<2 * .pi, using: &generator)
            let step = 2 * .pi * frequency / 4
            let amplitude = (1 / frequency).squareRoot()
            // cos(a + s) = 2·cos(s)·cos(a) − cos(a − s)
            var (before, now) = (Double.cos(phase - step), Double.cos(phase))
            let twice = 2 * Double.cos(step)
            for index in samples.indices {
                samples[index] += amplitude * now
                (before, now) = (now, twice * now - before)
            }
        }
        let spectrum = try #require(WelchSpectrum(segment: 1_024, rate: 4).spectrum(of: samples))
        let octaves = [0.03, 0.06, 0.12, 0.24, 0.48, 0.96].map {
            Double.log(spectrum.power(in: $0..<2 * $0) / $0)
        }
        // From the first octave to the sixth the frequency doubles five times.
        let slope = (octaves[5] - octaves[0]) / (5 * .log(2))
        expect(slope, isClose: -1, within: 0.03)
    }

    @Test func rulesOfIntegration() {
        // 1, 3, 2, 4, 0 from 0 Hz in steps of 0.1 Hz; the band holds the bins at 0.1 and 0.2 Hz.
        let spectrum = PowerSpectrum(
            resolution: 0.1, density: [1, 3, 2, 4, 0], segmentCount: 1)
        let band = 0.05..<0.25
        expect(spectrum.power(in: band, rule: .rectangles), isClose: 0.5, within: 1e-15)
        expect(spectrum.power(in: band, rule: .trapezoids), isClose: 0.25, within: 1e-15)
        // Edge to edge: (2 + 3) / 2 · 0.05 + 2.5 · 0.1 + (2 + 3) / 2 · 0.05
        expect(spectrum.power(in: band, rule: .exact), isClose: 0.5, within: 1e-15)
        for rule in PowerSpectrum.Rule.allCases {
            #expect(spectrum.power(in: 7..<8, rule: rule) == 0)
        }
        // One bin has a width, but nothing to draw a trapezoid to.
        expect(spectrum.power(in: 0.05..<0.15, rule: .rectangles), isClose: 0.3, within: 1e-15)
        #expect(spectrum.power(in: 0.05..<0.15, rule: .trapezoids) == 0)
    }

    @Test func belowAFirstBinItsLineGoesOn() {
        // Bins at 1, 2, 3 Hz on the line 5 − f; from 0.5 to 1 Hz it has 0.5 · (4.5 + 4) / 2.
        let spectrum = PowerSpectrum(
            resolution: 1, density: [4, 3, 2], segmentCount: 1, firstBin: 1)
        expect(spectrum.power(in: 0.5..<2), isClose: 2.125 + 3.5, within: 1e-15)
        expect(spectrum.power(in: -3..<2), isClose: 4.5 + 3.5, within: 1e-15)
        #expect(spectrum.power(in: 0.1..<0.9) == 0)
        #expect(spectrum.peak(in: 0..<9) == 1)
        #expect(spectrum.bins(in: 1.5..<9) == 1..<3)
        // A line that would fall below zero adds nothing.
        let steep = PowerSpectrum(
            resolution: 1, density: [1, 9, 9], segmentCount: 1, firstBin: 1)
        expect(steep.power(in: 0..<2), isClose: 5, within: 1e-15)
    }

    @Test func windowsByHand() {
        // Symmetric over four samples: cos 0, cos 2π/3, cos 4π/3, cos 2π.
        for (weight, wanted) in zip(Windows.hann(4, .symmetric), [0, 0.75, 0.75, 0]) {
            expect(weight, isClose: wanted, within: 1e-15)
        }
        for (weight, wanted) in zip(Windows.hamming(4), [0.08, 0.54, 1, 0.54]) {
            expect(weight, isClose: wanted, within: 1e-15)
        }
    }
}
