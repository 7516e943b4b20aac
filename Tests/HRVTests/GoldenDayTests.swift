import Biosignals
import Foundation
import HRV
import TestKit
import Testing

/// A made day of 100,000 intervals against references with the same definitions.
///
/// The series is too large for the repository: it lies beside the development recordings.
@Suite struct GoldenDayTests {
    private struct Day {
        let series: NNIntervals
        let reference: [String: Any]

        func reference(_ domain: String, _ key: String) throws -> Any {
            let values = try #require(reference[domain] as? [String: Any])
            return try #require(values[key], "\(key)")
        }
    }

    /// Nil, and said so, where the series is not at hand.
    private func day() throws -> Day? {
        guard let folder = developmentData("../../golden") else {
            print("GoldenDayTests: the day was not found; set HEALTHYPI_DATA to check it.")
            return nil
        }
        func object(_ name: String) throws -> [String: Any] {
            let data = try Data(contentsOf: folder.appending(path: "\(name)_synth24h_100k.json"))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
        let intervals = try #require(object("series")["rr"] as? [Double])
        return Day(series: nn(intervals), reference: try object("ref"))
    }

    @Test func timeDomain() throws {
        guard let day = try day() else { return }
        let values = HRVDefinitions().values(Array(Self.time.keys), of: day.series)
        for (name, key) in Self.time {
            let reference = try #require(try day.reference("time", key) as? Double)
            expect(try #require(values[name]), isClose: reference, withinRelative: 1e-9)
        }
    }

    @Test func spectrum() throws {
        guard let day = try day() else { return }
        let key = "welch_4Hz_cubic_hann256s_50pct_constdetrend|exact"
        let powers = try #require(try day.reference("frequency", key) as? [String: Double])
        let names: [HRVMeasureName: String] = [
            .vlfPower: "VLF", .lfPower: "LF", .hfPower: "HF", .totalPower: "total",
            .lfHfRatio: "LFHF", .lfNormalized: "LFnu", .hfNormalized: "HFnu",
        ]
        let values = HRVDefinitions().values(Array(names.keys), of: day.series)
        for (name, key) in names {
            expect(
                try #require(values[name]), isClose: try #require(powers[key]),
                withinRelative: 1e-6)
        }
    }

    @Test func scaling() throws {
        guard let day = try day() else { return }
        let values = HRVDefinitions().values([.dfaAlpha1, .sd1, .sd2], of: day.series)
        for (name, key) in [
            (HRVMeasureName.dfaAlpha1, "DFA_alpha1_4_16_allint_nonoverlap_forward"),
            (.sd1, "SD1_ddof1"), (.sd2, "SD2_ddof1"),
        ] {
            let reference = try #require(try day.reference("nonlinear", key) as? Double)
            expect(try #require(values[name]), isClose: reference, withinRelative: 1e-6)
        }
    }

    /// 160 million matches: too many for a build that is not optimised.
    @Test func sampleEntropy() throws {
        #if DEBUG
            print("GoldenDayTests: the day's sample entropy is counted by optimised builds only.")
        #else
            try countMatches()
        #endif
    }

    private func countMatches() throws {
        guard let day = try day() else { return }
        let reference = try #require(
            try day.reference("nonlinear", "SampEn_m2_r0.2_ddof1_lt") as? [String: Any])
        let sd = try #require(TimeDomain.sdnn(day.series.milliseconds))
        let entropy = SampleEntropy(of: day.series, tolerance: 0.2 * sd)
        #expect(entropy.matchesOfTwo == reference["B"] as? Int)
        #expect(entropy.matchesOfThree == reference["A"] as? Int)
    }

    private static let time: [HRVMeasureName: String] = [
        .meanNN: "MeanNN", .sdnn: "SDNN_ddof1", .rmssd: "RMSSD", .sdsd: "SDSD_ddof1",
        .pNN50: "pNN50_den_Nminus1", .pNN20: "pNN20_den_Nminus1", .cvnn: "CVNN", .cvsd: "CVSD",
        .heartRate: "MeanHR_60000_over_meanNN", .hti: "HTI_bin7.8125_from0",
        .tinn: "TINN_lsq_full_histogram", .sdann: "SDANN5_ddof1", .sdnnIndex: "SDNNI5_ddof1",
    ]
}
