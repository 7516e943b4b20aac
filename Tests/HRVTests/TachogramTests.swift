import Biosignals
import DSP
import HRV
import RealModule
import TestKit
import Testing

@Suite struct TachogramTests {
    @Test func nothingIsInterpolatedAcrossAGap() {
        var series = nn(rhythm(200))
        series.followsPrevious[120] = false
        let tachogram = Tachogram(of: series)
        #expect(tachogram.stretches.count == 2)
        for (stretch, samples) in zip(series.stretches, tachogram.stretches) {
            let span =
                series.endSeconds[stretch.upperBound - 1] - series.endSeconds[stretch.lowerBound]
            #expect(samples.count == Int((span * 4).rounded(.up)))
        }
    }

    @Test func powerOfTwoSines() throws {
        // 20 ms at 0.1 Hz and 10 ms at 0.25 Hz: 200 and 50 ms².
        var seconds = 0.0
        let series = (0..<400).map { _ -> Double in
            let interval =
                800 + 20 * Double.sin(2 * .pi * 0.1 * seconds)
                + 10 * Double.sin(2 * .pi * 0.25 * seconds)
            seconds += interval / 1_000
            return interval
        }
        let spectrum = try #require(Tachogram(of: nn(series)).spectrum())
        expect(spectrum.power(in: HRVBands.lf), isClose: 200, withinRelative: 0.03)
        // The spline through one value per beat rounds off the faster wave.
        expect(spectrum.power(in: HRVBands.hf), isClose: 50, withinRelative: 0.08)
        #expect(spectrum.peak(in: HRVBands.hf) == 0.25)
    }

    @Test func aShortStretchIsOneSegment() throws {
        let series = nn(rhythm(100))
        let tachogram = Tachogram(of: series)
        let spectrum = try #require(tachogram.spectrum())
        #expect(spectrum.segmentCount == 1)
        expect(
            spectrum.resolution.value, isClose: 4 / Double(tachogram.stretches[0].count),
            withinRelative: 1e-12)
    }

    @Test func tooLittleForASpectrum() {
        #expect(Tachogram(of: nn([])).spectrum() == nil)
        #expect(Tachogram(of: nn([800])).spectrum() == nil)
        #expect(Tachogram(of: nn([1e12, 1e12, 1e12])).spectrum() == nil)
    }

    @Test(arguments: [4, 7, 100] as [Hertz]) func anyRateReadsTheSameSpline(_ rate: Hertz) throws {
        let series = nn(rhythm(300))
        let tachogram = Tachogram(of: series, rate: rate)
        let span = try #require(series.endSeconds.last) - series.endSeconds[0]
        #expect(tachogram.stretches[0].count == Int((span * rate.value).rounded(.up)))
        let spline = try #require(
            CubicSpline(x: series.endSeconds, y: series.milliseconds))
        for index in stride(from: 0, to: tachogram.stretches[0].count, by: 97) {
            expect(
                tachogram.stretches[0][index],
                isClose: spline.value(at: series.endSeconds[0] + Double(index) / rate.value),
                withinRelative: 1e-12)
        }
        let powers = try #require(tachogram.spectrum())
        let usual = try #require(Tachogram(of: series).spectrum())
        expect(
            powers.power(in: HRVBands.hf), isClose: usual.power(in: HRVBands.hf),
            withinRelative: 0.02)
    }
}
