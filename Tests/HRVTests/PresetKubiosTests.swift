import Biosignals
import HRV
import RealModule
import TestKit
import Testing

/// The preset `kubios` against references with its published parameters: no output of the program is
/// at hand.
@Suite struct PresetKubiosTests {
    private let kubios = HRVPreset.kubios.definitions

    /// The references have segments of 256 s and our bands; the trend is what they check.
    @Test(arguments: Golden.series) func spectrumWithoutTrend(_ name: String) throws {
        let reference = try Golden.reference(name, "frequency")
        let key = "kubios_like_smoothnesspriors500_welch_hann256s_50pct|exact"
        guard let powers = reference[key] as? [String: Double] else {
            #expect(name == "mitdb103_60s")
            return
        }
        var definitions = kubios
        definitions.window = .seconds(256)
        definitions.edges.vlf = HRVBands.vlf
        let values = definitions.values(of: nn(try Golden.intervals(name)))
        for (measure, power) in [
            (HRVMeasureName.vlfPower, "VLF"), (.lfPower, "LF"), (.hfPower, "HF"),
            (.totalPower, "total"), (.lfHfRatio, "LFHF"), (.lfNormalized, "LFnu"),
        ] {
            // The reference solves the same equations by another elimination.
            expect(
                try #require(values[measure]), isClose: try #require(powers[power]),
                withinRelative: 1e-6)
        }
    }

    /// A slow wave of 200 s is all trend; one of 10 s is none.
    @Test func theTrendLeavesTheTimeDomain() throws {
        var seconds = 0.0
        let (slow, fast) = (1.0 / 200, 1.0 / 10)
        let series = (0..<700).map { _ -> Double in
            let interval =
                900 + 80 * Double.sin(2 * .pi * slow * seconds)
                + 20 * Double.sin(2 * .pi * fast * seconds)
            seconds += interval / 1_000
            return interval
        }
        let (theirs, ours) = (
            kubios.values(of: nn(series)), HRVDefinitions().values(of: nn(series))
        )
        // √(80² / 2 + 20² / 2) and 20 / √2, less a little at the ends.
        expect(try #require(ours[.sdnn]), isClose: 58.31, within: 1)
        expect(try #require(theirs[.sdnn]), isClose: 14.14, within: 0.3)
        // What is not taken from the mean.
        #expect(theirs[.meanNN] == ours[.meanNN])
        #expect(theirs[.heartRate] == ours[.heartRate])
    }

    @Test func aGapHasATrendOnEitherSide() throws {
        var series = nn(rhythm(400))
        for index in 200..<400 {
            series.endSeconds[index] += 60
            series.milliseconds[index] += 150
        }
        series.followsPrevious[200] = false
        // The step of 150 ms goes with the two trends.
        let sdnn = try #require(kubios.value(.sdnn, of: series))
        let whole = try #require(kubios.value(.sdnn, of: nn(rhythm(400))))
        expect(sdnn, isClose: whole, withinRelative: 0.02)
    }

    /// Sample entropy from Kubios' formula, by hand: 1 2 1 2 1 9 with r such that only equals match.
    /// Templates of two: 12 21 12 21 19; pairs alike: 12 = 12, 21 = 21: 2 of 10.
    /// Templates of three: 121 212 121 219; pairs alike: 1 of 6. ln((2 / 10) / (1 / 6)) = ln 1.2
    @Test func sampleEntropyTakesEveryTemplate() throws {
        var definitions = HRVDefinitions()
        definitions.templates = .each
        definitions.tolerance = 0.1
        let series = nn([800, 802, 800, 802, 800, 809])
        expect(
            try #require(definitions.value(.sampEn, of: series)), isClose: Double.log(1.2),
            within: 1e-12)
        // Of common templates 12 21 12 21: 2 pairs of two, 1 of three.
        definitions.templates = .common
        expect(
            try #require(definitions.value(.sampEn, of: series)), isClose: Double.log(2),
            within: 1e-12)
    }

    /// Four of 790, four of 810 and one of 800: SD is √(8 · 100 / 8) = 10, so 2 SD is just what lies
    /// between the first two.
    @Test func atMostHoldsTheToleranceItself() throws {
        let series = nn([790, 810, 810, 790, 810, 790, 790, 810, 800])
        var definitions = HRVDefinitions()
        definitions.tolerance = 2
        // Below r (− for 790, + for 810, 0 for both): of − + four pairs of two, + − among them, and
        // of three − + + with − + 0 and − + − with − + 0: ln(4 / 2).
        expect(
            try #require(definitions.value(.sampEn, of: series)), isClose: Double.log(2),
            within: 1e-12)
        // At most r everything is alike.
        definitions.match = .atMost
        #expect(try #require(definitions.value(.sampEn, of: series)) == 0)
    }

    @Test func theStressIndexTakesTheMedian() throws {
        var definitions = HRVDefinitions()
        definitions.stressMode = .median
        // Bins of 50 ms: 800 810 820 in one, 910: amplitude 75 %; median 815; range 110 ms.
        let series = nn([800, 810, 820, 910])
        expect(
            try #require(definitions.value(.stressIndex, of: series)),
            isClose: 75 / (2 * 0.815 * 0.11), within: 1e-9)
        expect(
            try #require(HRVDefinitions().value(.stressIndex, of: series)),
            isClose: 75 / (2 * 0.825 * 0.11), within: 1e-9)
    }

    @Test func sd2FromSDNNByHand() throws {
        var definitions = HRVDefinitions()
        definitions.axes = .fromSDNN
        let series = nn([800, 820, 790, 830])
        // Mean 810; squares 100 + 100 + 400 + 400 over 3; differences 20 −30 40, mean 10, squares
        // 100 + 1600 + 900 over 2.
        let (variance, ofDifferences) = (1_000.0 / 3, 2_600.0 / 2)
        expect(
            try #require(definitions.value(.sd1, of: series)),
            isClose: (ofDifferences / 2).squareRoot(), within: 1e-9)
        #expect(2 * variance - ofDifferences / 2 > 0)
        expect(
            try #require(definitions.value(.sd2, of: series)),
            isClose: (2 * variance - ofDifferences / 2).squareRoot(), within: 1e-9)
    }
}
