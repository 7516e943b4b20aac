import Biosignals
import DSP
import HRV
import RealModule
import TestKit
import Testing

/// What holds for every spectrum of NN intervals, whatever its method.
@Suite struct SpectrumLawTests {
    enum Method: CaseIterable {
        case welch, priors, lomb, burg

        /// LF and HF, ms².
        func powers(of nn: NNIntervals) -> [Double]? {
            let bands = [HRVBands.lf, HRVBands.hf]
            let tachogram = Tachogram(of: nn)
            switch self {
            case .welch:
                return tachogram.spectrum().map { spectrum in bands.map { spectrum.power(in: $0) } }
            case .priors:
                return tachogram.detrended(SmoothnessPriors()).spectrum()
                    .map { spectrum in bands.map { spectrum.power(in: $0) } }
            case .lomb:
                return nn.spectrum(LombScargle())
                    .map { spectrum in bands.map { spectrum.power(in: $0) } }
            case .burg: return tachogram.burg().map { model in bands.map { model.power(in: $0) } }
            }
        }
    }

    private func expectSame(
        _ powers: [Double]?, as expected: [Double], times factor: Double = 1, within: Double
    ) throws {
        for (power, wanted) in zip(try #require(powers), expected) {
            expect(power, isClose: factor * wanted, withinRelative: within)
        }
    }

    @Test(arguments: Method.allCases) func scalingAndAConstant(_ method: Method) throws {
        // The times stay, only the values change: the law is the spectrum's, not the heart's.
        let series = nn(rhythm(350))
        let plain = try #require(method.powers(of: series))
        var other = series
        other.milliseconds = series.milliseconds.map { 2 * $0 }
        try expectSame(method.powers(of: other), as: plain, times: 4, within: 1e-9)
        other.milliseconds = series.milliseconds.map { $0 + 300 }
        try expectSame(method.powers(of: other), as: plain, within: 1e-8)
    }

    @Test(arguments: Method.allCases) func timeReversed(_ method: Method) throws {
        var series = nn(rhythm(350))
        let plain = try #require(method.powers(of: series))
        let last = try #require(series.endSeconds.last)
        series.endSeconds = series.endSeconds.reversed().map { last + 1 - $0 }
        series.milliseconds.reverse()
        // The grid of 4 Hz and the one segment of 256 s begin at the other end.
        try expectSame(
            method.powers(of: series), as: plain, within: method == .lomb ? 1e-9 : 0.03)
    }

    @Test(arguments: zip(Method.allCases, [0.025, 0.025, 0.012, 0.025]))
    func sinesOfKnownPower(_ method: Method, _ error: Double) throws {
        // 40 ms at 0.1 Hz and 25 ms at 0.25 Hz: 800 and 312.5 ms². The spline rounds off the faster
        // one by 2 %; Lomb's periodogram counts the noise between them too.
        let series = nn(try Golden.intervals("sine5min"))
        try expectSame(method.powers(of: series), as: [800, 312.5], within: error)
    }

    @Test func theWholeSpectrumIsTheVariance() throws {
        for count in [1_200, 4_000] {
            let series = nn(rhythm(count))
            let tachogram = Tachogram(of: series)
            let variance = Self.variance(tachogram.stretches[0])
            let welch = try #require(tachogram.spectrum())
            expect(welch.power(in: 0..<2), isClose: variance, withinRelative: 0.05)
            let burg = try #require(tachogram.burg())
            expect(burg.total, isClose: variance, withinRelative: 1e-9)
            let lomb = try #require(
                series.spectrum(LombScargle(frequencyMax: Hertz(1 / (2 * 0.85)))))
            expect(lomb.total, isClose: Self.variance(series.milliseconds), withinRelative: 0.05)
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }

    @Test func aGapAddsNoPower() throws {
        // The same rhythm with a pause of ten minutes in the middle.
        let series = nn(rhythm(800))
        let plain = try #require(Method.lomb.powers(of: series))
        var torn = series
        torn.followsPrevious[400] = false
        for index in 400..<800 { torn.endSeconds[index] += 600 }
        try expectSame(Method.lomb.powers(of: torn), as: plain, within: 0.02)
    }

    @Test func everyThreadGivesTheSameDigits() async throws {
        let series = nn(rhythm(400))
        let expected = Method.allCases.map { $0.powers(of: series) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { Method.allCases.map { $0.powers(of: series) } == expected }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
