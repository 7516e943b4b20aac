import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct HRVJitterShiftTests {
    /// A steady rhythm, and the same with every beat misplaced.
    private func pair(
        _ count: Int, sigma: Double, seed: UInt64
    ) -> (true: NNIntervals, noisy: NNIntervals) {
        let series = StationaryRhythm().series(count, seed: seed)
        let errors = normalNumbers(count + 1, seed: seed + 999)
        let noisy = series.indices.map { series[$0] + sigma * (errors[$0 + 1] - errors[$0]) }
        var measured = nn(noisy)
        measured.timingSD = Milliseconds(sigma)
        return (nn(series), measured)
    }

    /// Taking the errors out leads back to the measure without them: over 5 000 beats the shift is
    /// known to a few per cent of itself.
    @Test func itLeadsBackToTheTruth() throws {
        let (clean, noisy) = pair(5_000, sigma: 8, seed: 4)
        let (before, after) = (Tachogram(of: clean).spectrum(), Tachogram(of: noisy).spectrum())
        let sampling = try #require(HRVSamplingError(of: noisy, spectrum: after))
        let jitter = try #require(HRVJitterShift(sampling))
        func check(_ name: HRVMeasureName, _ truth: Double?, _ value: Double?) throws {
            let (truth, value) = (try #require(truth), try #require(value))
            let shift = jitter.shift(of: name, value: value)
            let needed = Double.log(truth / value)
            #expect(needed < -0.01, "\(name): the errors do not show")
            // The errors' products with the rhythm, which average out, have not quite done so.
            let rest = name.domain == .spectrum ? 0.3 : 0.15
            #expect(
                abs(shift - needed) <= rest * abs(needed) + 0.004,
                "\(name): \(shift), needed \(needed)")
        }
        func plot(_ nn: NNIntervals) -> PoincarePlot? { PoincarePlot(of: nn) }
        try check(
            .rmssd, TimeDomain.rmssd(clean.milliseconds), TimeDomain.rmssd(noisy.milliseconds))
        try check(
            .sdnn, TimeDomain.sdnn(clean.milliseconds), TimeDomain.sdnn(noisy.milliseconds))
        try check(.sd1, plot(clean)?.sd1, plot(noisy)?.sd1)
        try check(.ellipseArea, plot(clean)?.area, plot(noisy)?.area)
        try check(
            .hfPower, before?.power(in: HRVBands.hf), after?.power(in: HRVBands.hf))
        let share = try #require(
            TimeDomain.pNN(over: 50, differences: TimeDomain.differences(of: clean)))
        let noisyShare = try #require(
            TimeDomain.pNN(over: 50, differences: TimeDomain.differences(of: noisy)))
        let needed = HRVErrorScale.angle(share, 4_999) - HRVErrorScale.angle(noisyShare, 4_999)
        expect(
            jitter.shift(of: .pNN50, value: noisyShare), isClose: needed,
            within: 0.35 * abs(needed) + 0.004)
    }

    @Test func belowTheFloorZeroIsPossible() throws {
        var series = nn((0..<350).map { 800 + ($0.isMultiple(of: 2) ? 2 : -2) })
        series.timingSD = 4
        let sampling = try #require(HRVSamplingError(of: series, spectrum: nil))
        let jitter = try #require(HRVJitterShift(sampling))
        #expect(jitter.shift(of: .rmssd, value: 4) == -.infinity)
        #expect(jitter.shift(of: .dfaAlpha1, value: 1) == 0)
        let panel = try HRVAnalyzer().panel(of: series, window: 280, usable: 1)
        let rmssd = try #require(panel.measures.first { $0.name == .rmssd })
        #expect(rmssd.interval95?.lowerBound == 0)
        let logarithm = try #require(panel.measures.first { $0.name == .lnRMSSD })
        #expect(logarithm.estimate.value != nil && logarithm.interval95 == nil)
    }

    @Test func nobodyMeasuredNothingShifts() throws {
        var series = nn(rhythm(350))
        let sampling = try #require(HRVSamplingError(of: series, spectrum: nil))
        #expect(HRVJitterShift(sampling) == nil)
        for timingSD in [0, -1, .nan, .infinity] as [Double] {
            series.timingSD = Milliseconds(timingSD)
            #expect(
                HRVSamplingError(of: series, spectrum: nil).flatMap { HRVJitterShift($0) } == nil)
        }
    }
}
