import Biosignals
import HRV
import TestKit
import Testing

/// The preset `neurokit` against what NeuroKit2 0.2.13 prints for the same intervals.
@Suite struct PresetNeuroKitTests {
    private static let time: [HRVMeasureName: String] = [
        .meanNN: "MeanNN", .sdnn: "SDNN", .rmssd: "RMSSD", .sdsd: "SDSD", .pNN50: "pNN50",
        .pNN20: "pNN20", .cvnn: "CVNN", .cvsd: "CVSD", .hti: "HTI", .tinn: "TINN",
        .sdann: "SDANN5", .sdnnIndex: "SDNNI5",
    ]
    private static let frequency: [HRVMeasureName: String] = [
        .totalPower: "TP", .vlfPower: "VLF", .lfPower: "LF", .hfPower: "HF",
        .lfNormalized: "LFn", .hfNormalized: "HFn", .lfHfRatio: "LFHF",
    ]
    private static let nonlinear: [HRVMeasureName: String] = [
        .sd1: "SD1", .sd2: "SD2", .sd1sd2: "SD1SD2", .ellipseArea: "S", .sampEn: "SampEn",
        .dfaAlpha1: "DFA_alpha1", .dfaAlpha2: "DFA_alpha2",
    ]

    private let values = HRVPreset.neurokit.definitions

    /// 1e-9 for everything: the definitions are the same, so only rounding is left.
    private func check(_ series: NNIntervals, against name: String) throws {
        for (section, keys) in [
            ("hrv_time_default", Self.time),
            ("hrv_frequency_welch_100Hz_normalizeFalse", Self.frequency),
            ("hrv_nonlinear_default", Self.nonlinear),
        ] {
            // Its nonlinear part was not run on the longest series.
            guard let theirs = try Golden.peer(name, section) else {
                #expect(name == "pyhrv_long" && section == "hrv_nonlinear_default")
                continue
            }
            let ours = values.values(Array(keys.keys), of: series)
            for (measure, key) in keys {
                let unit = [.lfNormalized, .hfNormalized].contains(measure) ? 100.0 : 1
                let printed = (theirs["HRV_" + key] as? Double).map { unit * $0 }
                // Where its search for a triangle fails it prints 0.
                guard let printed, !(measure == .tinn && printed == 0) else {
                    #expect(ours[measure] == nil, "\(name) \(measure)")
                    continue
                }
                expect(
                    try #require(ours[measure], "\(name) \(measure)"), isClose: printed,
                    withinRelative: 1e-9)
            }
        }
    }

    @Test(arguments: Golden.series) func printsTheSameValues(_ name: String) throws {
        try check(nn(try Golden.intervals(name)), against: name)
    }

    /// MIT-BIH 100 without 35 of its intervals, in three places.
    @Test func printsTheSameValuesAcrossGaps() throws {
        let whole = nn(try Golden.intervals("mitdb100_nn"))
        let kept = (0..<whole.count).filter { index in
            ![100..<104, 777..<778, 1_500..<1_530].contains { $0.contains(index) }
        }
        let series = NNIntervals(
            endSeconds: kept.map { whole.endSeconds[$0] },
            milliseconds: kept.map { whole.milliseconds[$0] },
            followsPrevious: kept.map { $0 > 0 && kept.contains($0 - 1) }, beatsTotal: 0)
        try check(series, against: "mitdb100_gaps")
    }

    /// Half of these samples comes to one fewer by rounding, which makes a third Welch segment.
    @Test func roundsHalfTheSeriesAsNeuroKitDoes() throws {
        let series = nn(try Golden.peerIntervals("rounding"))
        let printed = try #require(
            try Golden.peer("rounding", "hrv_frequency_welch_100Hz_normalizeFalse"))
        let ours = values.values([.lfPower, .hfPower], of: series)
        for (measure, key) in [(HRVMeasureName.lfPower, "HRV_LF"), (.hfPower, "HRV_HF")] {
            expect(
                try #require(ours[measure]), isClose: try #require(printed[key] as? Double),
                withinRelative: 1e-9)
        }
    }

    @Test func whatNeuroKitHasNotHasNoValue() throws {
        let series = nn(rhythm(352))
        #expect(values.value(.stressIndex, of: series) == nil)
        let panel = try HRVAnalyzer(preset: .neurokit).panel(of: series, window: 300, usable: 1)
        #expect(
            panel[.stressIndex]
                == .unavailable(
                    .sourceUnsuitable(because: "NeuroKit2 0.2.13 does not compute it")))
    }

    @Test func aTriangleThatIsNotFoundIsNoZero() throws {
        let series = nn(try Golden.intervals("mitdb100_nn"))
        let panel = try HRVAnalyzer(preset: .neurokit)
            .panel(of: series, window: Seconds(series.endSeconds.last ?? 0), usable: 1)
        #expect(
            panel[.tinn]
                == .unavailable(
                    .sourceUnsuitable(
                        because: "the search of NeuroKit2 0.2.13 ends without a triangle, where "
                            + "it prints 0")))
    }

    /// A longest interval on the edge of a bin belongs to the bin below it: 1000 = 128 · 7.8125.
    @Test func theLastBinHoldsItsUpperEdge() {
        let series = nn([995, 1_000, 998, 900])
        // Three in [992.1875, 1000] as NeuroKit counts, two in [992.1875, 1000) as we do.
        #expect(values.value(.hti, of: series) == 4.0 / 3)
        #expect(HRVPreset.taskforce.definitions.value(.hti, of: series) == 4.0 / 2)
    }
}
