import Biosignals
import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct HRVUncertaintyTests {
    private func panel(
        _ series: NNIntervals, _ window: Double
    ) throws -> HRVPanel {
        try HRVAnalyzer().panel(of: series, window: Seconds(window), usable: 1)
    }

    private func interval(
        _ name: HRVMeasureName, _ series: NNIntervals, _ window: Double
    ) throws -> ClosedRange<Double> {
        let measure = try #require(
            panel(series, window).measures.first { $0.name == name })
        return try #require(measure.interval95, "\(name)")
    }

    private func width(_ range: ClosedRange<Double>) -> Double {
        Double.log(range.upperBound / range.lowerBound)
    }

    @Test func everyMeasureOfFiveMinutesHasOne() throws {
        let without: [HRVMeasureName] = [.nn50, .lfPeak, .hfPeak, .sdann, .sdnnIndex]
        for seed in 0..<5 {
            let panel = try panel(nn(StationaryRhythm().series(352, seed: UInt64(seed))), 300)
            for measure in panel.measures {
                guard let value = measure.estimate.value, !without.contains(measure.name) else {
                    #expect(measure.interval95 == nil, "\(measure.name)")
                    continue
                }
                let interval = try #require(measure.interval95, "\(measure.name)")
                #expect(interval.contains(value), "\(measure.name)")
                #expect(interval.lowerBound.isFinite && interval.upperBound.isFinite)
                #expect(interval.lowerBound < interval.upperBound)
            }
        }
    }

    /// By hand: SDNN scatters and changes; nothing else.
    @Test func theSumOfItsParts() throws {
        let series = nn(StationaryRhythm().series(352, seed: 9))
        let uncertainty = try #require(
            HRVUncertainty(of: series, window: 300, spectrum: nil))
        let sampling = try #require(uncertainty.sampling.squared(.sdnn))
        let whole = try #require(uncertainty.squaredError(of: .sdnn))
        // 4.5² / 300 s = 0.0675.
        expect(whole, isClose: sampling + 0.0675, withinRelative: 1e-12)
        // A fifth of the five minutes is not seen by 240 s of them.
        let shorter = try #require(
            HRVUncertainty(of: series, window: 240, spectrum: nil)?.squaredError(of: .sdnn))
        expect(shorter, isClose: (sampling + 20.25 / 240) / 5, withinRelative: 1e-12)
        let interval = try #require(uncertainty.interval95(of: .sdnn, value: 40))
        expect(
            interval.upperBound, isClose: 40 * .exp(1.959_963_984_540_054 * whole.squareRoot()),
            withinRelative: 1e-12)
    }

    @Test func longerWindowsKnowMore() throws {
        let series = StationaryRhythm().series(360, seed: 2)
        for name in [HRVMeasureName.meanNN, .rmssd, .cvsd, .sd1] {
            let widths = try [(71, 60.0), (141, 120), (212, 180), (282, 240)].map { count, window in
                width(try interval(name, nn(Array(series.prefix(count))), window))
            }
            #expect(zip(widths, widths.dropFirst()).allSatisfy(>), "\(name): \(widths)")
        }
        // Of more than five minutes too, the longer knows more.
        let long = StationaryRhythm().series(4_300, seed: 2)
        for name in [HRVMeasureName.rmssd, .sdnn, .sd2, .lfPower, .dfaAlpha1] {
            let short = width(try interval(name, nn(Array(long.prefix(353))), 300))
            #expect(width(try interval(name, nn(long), 3_600)) < 0.7 * short, "\(name)")
        }
    }

    @Test func scaleGoesThrough() throws {
        let series = StationaryRhythm().series(352, seed: 3)
        for name in [HRVMeasureName.rmssd, .sdnn, .meanNN, .sd2, .cvsd] {
            let one = try interval(name, nn(series), 300)
            let other = try interval(name, nn(series.map { 1.25 * $0 }), 300)
            let factor = name == .cvsd ? 1 : 1.25
            expect(other.lowerBound, isClose: factor * one.lowerBound, withinRelative: 1e-9)
            expect(other.upperBound, isClose: factor * one.upperBound, withinRelative: 1e-9)
        }
    }

    @Test func editsAndMadeUpIntervalsWiden() throws {
        let clean = nn(StationaryRhythm().series(352, seed: 6))
        var edited = clean
        edited.edits = Array(
            repeating: BeatEdit(kind: .moved, seconds: 1, costBefore: 9, costAfter: 1), count: 30)
        var marked = clean
        for index in 100..<160 { marked.isReconstructed[index] = true }
        for name in [HRVMeasureName.rmssd, .sdnn, .hfPower, .sampEn, .dfaAlpha1, .pNN50] {
            let plain = try interval(name, clean, 300)
            for series in [edited, marked] {
                let wider = try interval(name, series, 300)
                #expect(
                    wider.lowerBound < plain.lowerBound && wider.upperBound > plain.upperBound,
                    "\(name)")
            }
        }
    }

    @Test func jitterReachesDownToWhatIsLeft() throws {
        let clean = nn(StationaryRhythm().series(352, seed: 7))
        var jittered = clean
        jittered.timingSD = 5
        let (plain, wider) = (
            try interval(.rmssd, clean, 300), try interval(.rmssd, jittered, 300)
        )
        #expect(wider.upperBound == plain.upperBound)
        let value = try #require(try panel(clean, 300)[.rmssd].value)
        // √(RMSSD² − 6 · 5²) / RMSSD
        expect(
            wider.lowerBound / plain.lowerBound,
            isClose: (1 - 150 / (value * value)).squareRoot(), withinRelative: 1e-9)
    }

    /// A steady rhythm changes less than people do: the truth is in at least 95 % of 120 intervals,
    /// and they are not so wide that it could not be otherwise.
    @Test func theTruthOfASteadyRhythmIsInside() throws {
        let rhythm = StationaryRhythm()
        var (heldRMSSD, heldSDNN, reach) = (0, 0, 0.0)
        let runs = 120
        for run in 0..<runs {
            let series = nn(rhythm.series(352, seed: UInt64(5_000 + run)))
            let uncertainty = try #require(
                HRVUncertainty(of: series, window: 300, spectrum: nil))
            let rmssd = try #require(TimeDomain.rmssd(series.milliseconds))
            let sdnn = try #require(TimeDomain.sdnn(series.milliseconds))
            let interval = try #require(uncertainty.interval95(of: .rmssd, value: rmssd))
            if interval.contains(rhythm.rmssd) { heldRMSSD += 1 }
            if uncertainty.interval95(of: .sdnn, value: sdnn)?.contains(rhythm.sdnn) == true {
                heldSDNN += 1
            }
            reach += width(interval) / 2 / Double(runs)
        }
        #expect(heldRMSSD >= 114 && heldSDNN >= 114, "\(heldRMSSD), \(heldSDNN) of 120")
        #expect((0.12...0.25).contains(reach), "\(reach)")
    }

    @Test func brokenInputHasNone() throws {
        for series in [[], [800], Array(repeating: 800.0, count: 380), [1e300, 1e300, 1e300]] {
            for measure in try panel(nn(series), 300).measures {
                #expect(measure.interval95 == nil || measure.estimate.value != nil)
                if let interval = measure.interval95 {
                    #expect(interval.lowerBound.isFinite && interval.upperBound.isFinite)
                }
            }
        }
        let series = nn(rhythm(352))
        for window in [0, -5, .nan, .infinity] as [Double] {
            let uncertainty = HRVUncertainty(of: series, window: Seconds(window), spectrum: nil)
            let interval = uncertainty?.interval95(of: .sdnn, value: 30)
            #expect(interval.map { $0.upperBound.isFinite } ?? true)
            #expect(uncertainty?.interval95(of: .sdnn, value: .nan) == nil)
        }
    }
}
