import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct LombScargleTests {
    /// Uneven times of about 0.8 s and noise at them.
    private static func series(_ count: Int) -> (seconds: [Double], values: [Double]) {
        var now = 5.0
        let seconds = noise(count, seed: 7).map { step -> Double in
            now += 0.8 + 0.2 * step
            return now
        }
        return (seconds, noise(count, seed: 8))
    }

    @Test(arguments: [20, 50, 2_000]) func fastAndDirectAgree(_ count: Int) throws {
        let (seconds, values) = Self.series(count)
        for lomb in [
            LombScargle(), LombScargle(frequencyMax: 0.4, oversampling: 4),
            LombScargle(frequencyMax: 0.4, resolution: Hertz(1 / 1_024.0)),
        ] {
            let direct = try #require(
                lomb.spectrum(seconds: seconds, values: values, method: .direct))
            let fast = try #require(
                lomb.spectrum(seconds: seconds, values: values, method: .fast))
            let highest = direct.density.max() ?? 0
            #expect(direct.density.count == fast.density.count)
            for (density, expected) in zip(fast.density, direct.density) {
                expect(density, isClose: expected, within: 1e-10 * highest)
            }
        }
    }

    @Test func evenlySpacedSamplesGiveThePeriodogram() throws {
        // 64 samples a second apart: bins at multiples of 1/63 Hz; take 1/64 Hz, Fourier's own.
        let values = noise(64)
        let spectrum = try #require(
            LombScargle(frequencyMax: 0.4, resolution: Hertz(1 / 64.0))
                .spectrum(seconds: (0..<64).map(Double.init), values: values))
        let welch = try #require(
            WelchSpectrum(segment: 64, rate: 1, window: Windows.rectangular(64))
                .spectrum(of: values))
        for (index, density) in spectrum.density.enumerated() {
            // T is 63 s between the first and the last sample, not 64.
            expect(density, isClose: welch.density[index + 1] * 63 / 64, withinRelative: 1e-9)
        }
        #expect(spectrum.firstBin == 1)
        #expect(spectrum.frequency(at: 0) == spectrum.resolution)
    }

    @Test func aSineHasItsPowerWhereItIsInSpiteOfAGap() throws {
        // Amplitude 3 at 0.1 Hz: 4.5, with a third of the samples missing in one piece of 800 s.
        let seconds = Self.series(3_000).seconds.filter { !(800..<1_600).contains($0) }
        let values = seconds.map { 1_000 + 3 * Double.sin(2 * .pi * 0.1 * $0) }
        let covered = Seconds(seconds[seconds.count - 1] - seconds[0] - 800)
        let spectrum = try #require(
            LombScargle().spectrum(seconds: seconds, values: values, covered: covered))
        expect(spectrum.power(in: 0.08..<0.12), isClose: 4.5, withinRelative: 0.01)
        expect(
            try #require(spectrum.peak(in: 0.04..<0.15)).value, isClose: 0.1,
            within: spectrum.resolution.value)
    }

    @Test func theWholeIntegralIsTheVariance() throws {
        // Noise at mean steps of 0.8 s: up to half of 1/0.8 Hz lies its variance.
        let (seconds, values) = Self.series(4_000)
        let spectrum = try #require(
            LombScargle(frequencyMax: 0.625).spectrum(seconds: seconds, values: values))
        let mean = values.reduce(0, +) / 4_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000
        expect(spectrum.total, isClose: variance, withinRelative: 0.05)
    }

    @Test func laws() throws {
        let (seconds, values) = Self.series(300)
        let lomb = LombScargle()
        let plain = try #require(lomb.spectrum(seconds: seconds, values: values))
        let highest = plain.density.max() ?? 0
        func expectSame(_ other: PowerSpectrum?, times factor: Double) throws {
            for (density, expected) in zip(try #require(other).density, plain.density) {
                expect(density, isClose: factor * expected, within: 1e-9 * factor * highest)
            }
        }
        try expectSame(lomb.spectrum(seconds: seconds, values: values.map { 2 * $0 }), times: 4)
        try expectSame(lomb.spectrum(seconds: seconds, values: values.map { $0 + 900 }), times: 1)
        try expectSame(
            lomb.spectrum(seconds: seconds.map { $0 + 3_600 }, values: values), times: 1)
        try expectSame(
            lomb.spectrum(
                seconds: seconds.reversed().map { 9_000 - $0 }, values: values.reversed()),
            times: 1)
    }

    @Test func tooLittleForASpectrum() {
        let lomb = LombScargle()
        #expect(lomb.spectrum(seconds: [1, 2, 3], values: [1, 2, 1]) == nil)
        #expect(lomb.spectrum(seconds: [1, 1, 1, 1], values: [1, 2, 1, 2]) == nil)
        // More bins than any recording asks for.
        #expect(lomb.spectrum(seconds: [1, 2, 3, 1e12], values: [1, 2, 1, 2]) == nil)
    }
}
