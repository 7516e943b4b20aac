import Biosignals
import DSP
import HRV
import TestKit
import Testing

/// The measure functions against references with the same definition.
@Suite struct GoldenMeasureTests {
    @Test(arguments: Golden.series) func timeDomain(_ name: String) throws {
        let reference = try Golden.reference(name, "time")
        let series = try Golden.intervals(name)
        let differences = TimeDomain.differences(series)
        func check(_ value: Double?, _ key: String) throws {
            expect(
                try #require(value), isClose: try #require(reference[key] as? Double),
                withinRelative: 1e-9)
        }
        try check(TimeDomain.mean(series), "MeanNN")
        try check(TimeDomain.sdnn(series), "SDNN_ddof1")
        try check(TimeDomain.rmssd(series), "RMSSD")
        try check(TimeDomain.sdsd(differences: differences), "SDSD_ddof1")
        try check(TimeDomain.pNN50(series), "pNN50_den_Nminus1")
        try check(TimeDomain.pNN(over: 20, differences: differences), "pNN20_den_Nminus1")
        #expect(
            TimeDomain.count(over: 50, differences: differences) == reference["NN50"] as? Int)
        let histogram = try #require(NNHistogram(series))
        try check(histogram.triangularIndex, "HTI_bin7.8125_from0")
        try check(histogram.triangleBase, "TINN_lsq_full_histogram")
        if reference["SDANN5_ddof1"] != nil {
            let segments = FiveMinuteSegments(of: nn(series))
            try check(segments.sdann, "SDANN5_ddof1")
            try check(segments.sdnnIndex, "SDNNI5_ddof1")
        }
    }

    @Test(arguments: Golden.series) func spectrum(_ name: String) throws {
        let reference = try Golden.reference(name, "frequency")
        let tachogram = Tachogram(of: nn(try Golden.intervals(name)))
        #expect(tachogram.stretches.map(\.count) == [reference["n_resampled_4Hz"] as? Int])
        let key = "welch_4Hz_cubic_hann256s_50pct_constdetrend|"
        // A minute holds no segment of 256 s: the reference has nothing to say.
        guard let powers = reference[key + "exact"] as? [String: Double] else {
            #expect(name == "mitdb103_60s")
            return
        }
        let spectrum = try #require(tachogram.spectrum())
        for (band, power) in [
            (HRVBands.vlf, "VLF"), (HRVBands.lf, "LF"), (HRVBands.hf, "HF"),
        ] {
            expect(
                spectrum.power(in: band), isClose: try #require(powers[power]),
                withinRelative: 1e-8)
        }
        #expect(
            spectrum.peak(in: HRVBands.lf)?.value == reference[key + "peakLF_Hz"] as? Double)
        #expect(
            spectrum.peak(in: HRVBands.hf)?.value == reference[key + "peakHF_Hz"] as? Double)
    }

    @Test(arguments: Golden.series) func poincarePlotAndScaling(_ name: String) throws {
        let reference = try Golden.reference(name, "nonlinear")
        let series = try Golden.intervals(name)
        func check(_ value: Double?, _ key: String) throws {
            expect(
                try #require(value), isClose: try #require(reference[key] as? Double),
                withinRelative: 1e-9)
        }
        let plot = try #require(PoincarePlot(of: nn(series)))
        try check(plot.sd1, "SD1_ddof1")
        try check(plot.sd2, "SD2_ddof1")
        try check(plot.area, "ellipse_area_S")
        try check(
            DetrendedFluctuation.alpha(series, scales: DetrendedFluctuation.shortScales),
            "DFA_alpha1_4_16_allint_nonoverlap_forward")
        if reference["DFA_alpha2_16_64_allint"] != nil {
            try check(
                DetrendedFluctuation.alpha(series, scales: DetrendedFluctuation.longScales),
                "DFA_alpha2_16_64_allint")
        }
    }

    @Test(arguments: Golden.series) func sampleEntropy(_ name: String) throws {
        let series = try Golden.intervals(name)
        let reference = try #require(
            try Golden.reference(name, "nonlinear")["SampEn_m2_r0.2_ddof1_lt"]
                as? [String: Any])
        let tolerance = 0.2 * (try #require(TimeDomain.sdnn(series)))
        let entropy = SampleEntropy(of: nn(series), tolerance: tolerance)
        #expect(entropy.matchesOfTwo == reference["B"] as? Int)
        #expect(entropy.matchesOfThree == reference["A"] as? Int)
        expect(
            try #require(entropy.value), isClose: try #require(reference["value"] as? Double),
            withinRelative: 1e-12)
    }
}
