import Biosignals
import HRV
import TestKit
import Testing

@Suite struct HRVAnalyzerTests {
    private func panel(
        _ series: NNIntervals, window: Double? = nil, usable: Double = 1
    ) throws -> HRVPanel {
        try HRVAnalyzer().panel(
            of: series, window: Seconds(window ?? series.endSeconds.last ?? 0), usable: usable)
    }

    @Test func fiveCleanMinutesHaveEveryMeasureButTheLongOnes() throws {
        let panel = try panel(nn(rhythm(352)))
        #expect(panel.measures.map(\.name) == HRVMeasureName.allCases)
        for measure in panel.measures {
            let isLong = [.sdann, .sdnnIndex].contains(measure.name)
            #expect((measure.estimate.value == nil) == isLong, "\(measure)")
            #expect(!measure.unit.isEmpty && !measure.method.isEmpty)
        }
        let (lf, hf) = (panel[.lfPower].value ?? 0, panel[.hfPower].value ?? 0)
        #expect(panel[.lfHfRatio].value == lf / hf)
        #expect(
            panel[.sdann]
                == .unavailable(.windowTooShort(found: panel.window, needed: 64_800)))
    }

    @Test func aMinuteHasRMSSDAndNoSDNN() throws {
        let panel = try panel(nn(try Golden.intervals("mitdb103_60s")), window: 60)
        #expect(panel[.rmssd].value != nil)
        #expect(panel[.heartRate].value != nil)
        #expect(panel[.sdnn] == .unavailable(.windowTooShort(found: 60, needed: 240)))
        #expect(panel[.hfPower] == .unavailable(.windowTooShort(found: 60, needed: 90)))
    }

    @Test func poorSignalStopsSpectraFirst() throws {
        let series = nn(rhythm(352))
        let fair = try panel(series, usable: 0.85)
        #expect(fair[.rmssd].value != nil)
        #expect(fair[.lfPower] == .unavailable(.poorSignal(usable: 0.85, needed: 0.9)))
        let poor = try panel(series, usable: 0.5)
        #expect(poor.measures.allSatisfy { $0.estimate.value == nil })
        #expect(try panel(series, usable: .nan)[.rmssd].value == nil)
    }

    @Test func timeWithoutIntervalsIsNotUsable() throws {
        let panel = try panel(nn(rhythm(150)), window: 300)
        #expect(panel[.rmssd].unavailable?.code == "poorSignal")
    }

    @Test func tooManyEditsAreSaid() throws {
        var series = nn(rhythm(352))
        let edit = BeatEdit(kind: .moved, seconds: 1, costBefore: 9, costAfter: 1)
        series.edits = Array(repeating: edit, count: 35)
        #expect(try panel(series)[.rmssd].value != nil)
        series.edits.append(edit)
        let panel = try panel(series)
        expect(panel.percentEdited, isClose: 3_600.0 / 353, within: 1e-12)
        #expect(
            panel[.rmssd]
                == .unavailable(
                    .tooManyEdits(percent: panel.percentEdited, percentMax: 10)))
    }

    @Test func aGapShortensWhatSpectraCanUse() throws {
        var series = nn(rhythm(352))
        series.followsPrevious[176] = false
        let panel = try panel(series)
        #expect(panel[.rmssd].value != nil)
        #expect(panel[.hfPower].value != nil)
        #expect(panel[.lfHfRatio].unavailable?.code == "windowTooShort")
        #expect(panel[.dfaAlpha1].unavailable?.code == "windowTooShort")
    }

    @Test func aMetronomeHasNoRatios() throws {
        let panel = try panel(nn(Array(repeating: 800, count: 380)))
        #expect(panel[.rmssd] == .value(0))
        #expect(panel[.meanNN] == .value(800))
        for name in [HRVMeasureName.lnRMSSD, .sd1sd2, .sampEn, .dfaAlpha1, .stressIndex] {
            #expect(panel[name].unavailable?.code == "sourceUnsuitable", "\(name)")
        }
    }

    @Test func nothingIsNoPanelOfNumbers() throws {
        let panel = try panel(nn([]), window: 0)
        #expect(panel.measures.allSatisfy { $0.estimate.value == nil })
        #expect(panel.percentEdited == 0)
        let huge = try self.panel(nn([1e300, 1e300, 1e300]), window: 300)
        #expect(huge.measures.allSatisfy { $0.estimate.value.map(\.isFinite) ?? true })
    }

    @Test func theSameDigitsOnEveryRun() throws {
        let series = nn(rhythm(352))
        #expect(try panel(series) == panel(series))
    }

    @Test func limitsAreChecked() {
        var limits = HRVLimits()
        limits.usableMinTime = 1.5
        #expect(throws: HRVError.shareOutOfRange(name: "usableMinTime", value: 1.5)) {
            try HRVAnalyzer(limits: limits)
        }
        limits = HRVLimits()
        limits.percentEditedMax = -1
        #expect(throws: HRVError.percentOutOfRange(name: "percentEditedMax", value: -1)) {
            try HRVAnalyzer(limits: limits)
        }
        #expect(
            "\(HRVError.shareOutOfRange(name: "usableMinTime", value: 1.5))"
                == "usableMinTime is a share between 0 and 1, not 1.5.")
    }
}

/// Equal intervals, of a length that is not exact in binary: no shape is read off rounding errors.
struct FlatSeriesTests {
    @Test(arguments: HRVPreset.allCases, [800, 857.142_857])
    func nothingIsMadeUp(_ preset: HRVPreset, _ interval: Double) throws {
        let rr = RRIntervals(milliseconds: Array(repeating: interval, count: 400))
        let panel = try HRVAnalyzer(preset: preset).panel(
            of: NNIntervals(unedited: rr), window: Seconds(0.4 * interval), usable: 1)
        for name in [
            HRVMeasureName.lfNormalized, .hfNormalized, .lfHfRatio, .lfPeak, .hfPeak, .sampEn,
            .dfaAlpha1, .dfaAlpha2, .sd1sd2,
        ] { #expect(panel[name].value == nil, "\(name) \(panel[name])") }
        for name in [HRVMeasureName.lfPower, .hfPower] {
            #expect(panel[name].value ?? 0 == 0, "\(name)")
        }
        #expect(panel.breathing == nil)
        #expect(abs((panel[.meanNN].value ?? 0) - interval) < 1e-9)
    }
}
