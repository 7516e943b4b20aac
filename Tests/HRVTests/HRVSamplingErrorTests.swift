import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct HRVSamplingErrorTests {
    /// The scatter of a measure over many windows of one process, and the errors its windows state.
    private func scatter(
        _ name: HRVMeasureName, windows: Int, beats: Int,
        _ measure: (NNIntervals, PowerSpectrum?) -> Double?
    ) throws -> (found: Double, stated: Double) {
        let rhythm = StationaryRhythm()
        var (values, errors): ([Double], [Double]) = ([], [])
        for window in 0..<windows {
            let series = nn(rhythm.series(beats, seed: UInt64(window)))
            let spectrum = name.domain == .spectrum ? Tachogram(of: series).spectrum() : nil
            let sampling = try #require(HRVSamplingError(of: series, spectrum: spectrum))
            values.append(try #require(measure(series, spectrum)))
            errors.append(try #require(sampling.squared(name)))
        }
        return (
            try #require(TimeDomain.standardDeviation(values)),
            try #require(TimeDomain.mean(errors)).squareRoot()
        )
    }

    /// 100 windows know a deviation to 7 %; batches of √350 beats miss a tenth of what waves of ten
    /// seconds correlate, Student's factor gives a little back.
    @Test func statedErrorsAreThoseOfASteadyRhythm() throws {
        let logarithm: (Double?) -> Double? = { $0.map { Double.log($0) } }
        let cases: [(HRVMeasureName, (NNIntervals, PowerSpectrum?) -> Double?)] = [
            (.rmssd, { nn, _ in logarithm(TimeDomain.rmssd(nn.milliseconds)) }),
            (.sdnn, { nn, _ in logarithm(TimeDomain.sdnn(nn.milliseconds)) }),
            (.meanNN, { nn, _ in logarithm(TimeDomain.mean(nn.milliseconds)) }),
            (.sd1sd2, { nn, _ in logarithm(PoincarePlot(of: nn).map { $0.sd1 / $0.sd2 }) }),
            (.ellipseArea, { nn, _ in logarithm(PoincarePlot(of: nn)?.area) }),
            (.lfPower, { _, spectrum in logarithm(spectrum?.power(in: HRVBands.lf)) }),
            (.hfPower, { _, spectrum in logarithm(spectrum?.power(in: HRVBands.hf)) }),
        ]
        for (name, measure) in cases {
            let (found, stated) = try scatter(name, windows: 100, beats: 350, measure)
            // The mean hardly scatters here: waves cancel, and short batches see them uncancelled.
            let range = name == .meanNN ? 0.9...3.0 : 0.7...1.25
            #expect(range.contains(stated / found), "\(name): stated \(stated), found \(found)")
        }
    }

    @Test func sharesScatterAsDrawsAtLeast() throws {
        let (found, stated) = try scatter(.pNN50, windows: 100, beats: 350) { nn, _ in
            let differences = TimeDomain.differences(of: nn)
            return TimeDomain.pNN(over: 50, differences: differences).map {
                HRVErrorScale.angle($0, differences.count)
            }
        }
        #expect((0.75...1.4).contains(stated / found), "stated \(stated), found \(found)")
        let none = try #require(HRVSamplingError(of: nn(rhythm(350)), spectrum: nil))
        let share = try #require(none.squared(.pNN50))
        #expect(share >= 1 / (4 * 349.0 + 2))
    }

    @Test func scaleAndOrderOfTimeChangeNothing() throws {
        let series = StationaryRhythm().series(300, seed: 5)
        let plain = try #require(HRVSamplingError(of: nn(series), spectrum: nil))
        let doubled = try #require(HRVSamplingError(of: nn(series.map { 2 * $0 }), spectrum: nil))
        let reversed = try #require(HRVSamplingError(of: nn(series.reversed()), spectrum: nil))
        let names: [HRVMeasureName] = [.rmssd, .sdnn, .meanNN, .cvnn, .sd2, .sd1sd2, .ellipseArea]
        for name in names {
            let error = try #require(plain.squared(name))
            #expect(error > 0)
            expect(try #require(doubled.squared(name)), isClose: error, withinRelative: 1e-9)
            expect(try #require(reversed.squared(name)), isClose: error, withinRelative: 1e-9)
        }
    }

    /// Waves are what batches see: a shuffled series has lost them, and its mean is known less well
    /// than a mean over which waves cancel, while that of a drift is known better.
    @Test func orderMatters() throws {
        let drift = (0..<400).map { 800 + 0.2 * Double($0) }
        var generator = SeededGenerator(seed: 3)
        let shuffled = drift.shuffled(using: &generator)
        let ordered = try #require(
            HRVSamplingError(of: nn(drift), spectrum: nil)?.squared(.meanNN))
        let mixed = try #require(
            HRVSamplingError(of: nn(shuffled), spectrum: nil)?.squared(.meanNN))
        #expect(ordered > 5 * mixed)
    }

    /// One bin holds all the power: an exponential variable, whose squared error is its squared
    /// mean. Half of it estimated from its own square, and the Hann window's factor: 35 / 36.
    @Test func aSinglePeakIsAnExponential() throws {
        var density = Array(repeating: 0.0, count: 513)
        density[64] = 100
        let spectrum = PowerSpectrum(resolution: 0.00390625, density: density, segmentCount: 1)
        let sampling = try #require(HRVSamplingError(of: nn(rhythm(350)), spectrum: spectrum))
        expect(try #require(sampling.squared(.hfPower)), isClose: 35.0 / 36, within: 1e-12)
        #expect(sampling.squared(.lfPower) == nil)
        #expect(sampling.squared(.lfHfRatio) == nil)
    }

    @Test func nothingScatters() {
        #expect(HRVSamplingError(of: nn([]), spectrum: nil) == nil)
        #expect(HRVSamplingError(of: nn([800]), spectrum: nil) == nil)
        #expect(HRVSamplingError(of: nn([800, 800, 800, 800, 800]), spectrum: nil) == nil)
        let few = HRVSamplingError(of: nn([800, 810, 790]), spectrum: nil)
        #expect(few?.squared(.rmssd) == nil)
    }
}
