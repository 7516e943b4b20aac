import Biosignals
import DSP
import HRV
import TestKit
import Testing

/// Every spectrum and integration rule of the references, on every series.
@Suite struct GoldenSpectrumTests {
    private static let bands = [
        (HRVBands.vlf, "VLF"), (HRVBands.lf, "LF"), (HRVBands.hf, "HF"),
    ]
    private static let rules: [(PowerSpectrum.Rule, String)] = [
        (.exact, "exact"), (.trapezoids, "trapz_halfopen"), (.rectangles, "rect"),
    ]

    /// A spectrum without a reference must be one that cannot be had.
    private func check(_ name: String, _ key: String, _ spectrum: PowerSpectrum?) throws {
        let reference = try Golden.reference(name, "frequency")
        guard reference[key + "|exact"] != nil else {
            #expect(spectrum == nil)
            return
        }
        let spectrum = try #require(spectrum)
        for (rule, suffix) in Self.rules {
            let powers = try #require(reference["\(key)|\(suffix)"] as? [String: Double])
            for (band, power) in Self.bands {
                expect(
                    spectrum.power(in: band, rule: rule),
                    isClose: try #require(powers[power]), withinRelative: 1e-7)
            }
        }
        for (band, peak) in [(HRVBands.lf, "|peakLF_Hz"), (HRVBands.hf, "|peakHF_Hz")] {
            expect(
                try #require(spectrum.peak(in: band)).value,
                isClose: try #require(reference[key + peak] as? Double), withinRelative: 1e-12)
        }
    }

    @Test(arguments: Golden.series) func welch(_ name: String) throws {
        let tachogram = Tachogram(of: nn(try Golden.intervals(name)))
        func spectrum(
            _ segment: Int, _ window: [Double], _ detrend: WelchSpectrum.Detrend = .mean
        ) -> PowerSpectrum? {
            WelchSpectrum(segment: segment, rate: 4, window: window, detrend: detrend)
                .spectrum(of: tachogram.stretches)
        }
        let key = "welch_4Hz_cubic_"
        try check(
            name, key + "hann256s_50pct_constdetrend", spectrum(1_024, Windows.hann(1_024)))
        try check(name, key + "hann120s_50pct_constdetrend", spectrum(480, Windows.hann(480)))
        try check(
            name, key + "hann300s_50pct_lineardetrend",
            spectrum(1_200, Windows.hann(1_200), .linear))
        try check(
            name, key + "hamming256s_50pct_constdetrend",
            spectrum(1_024, Windows.hamming(1_024)))
        let whole = tachogram.stretches[0].count
        try check(name, "periodogram_hann_constdetrend", spectrum(whole, Windows.hann(whole)))
    }

    @Test(arguments: Golden.series) func smoothnessPriors(_ name: String) throws {
        let tachogram = Tachogram(of: nn(try Golden.intervals(name)))
        try check(
            name, "kubios_like_smoothnesspriors500_welch_hann256s_50pct",
            WelchSpectrum(segment: 1_024, rate: 4, detrend: .none)
                .spectrum(of: tachogram.detrended(SmoothnessPriors()).stretches))
    }

    @Test(arguments: Golden.series, LombScargle.Method.allCases)
    func lomb(_ name: String, _ method: LombScargle.Method) throws {
        let series = nn(try Golden.intervals(name))
        try check(
            name, "lomb_classic_density_df1overT",
            LombScargle().spectrum(
                seconds: series.endSeconds, values: series.milliseconds, method: method))
    }
}
