import Biosignals
import RealModule
import TestKit
import Testing

@testable import HRV

@Suite struct HRVNoiseFloorTests {
    /// Standard normal numbers (Box & Muller 1958).
    private static func normal(_ generator: inout SeededGenerator) -> Double {
        let radius = (-2 * Double.log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
        return radius * .cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    /// A clock's beats, each misplaced.
    private func clock(_ interval: Double, sigma: Double, count: Int) -> NNIntervals {
        var generator = SeededGenerator(seed: 11)
        let beats = (0...count).map {
            (Double($0) * interval + sigma * Self.normal(&generator)) / 1_000
        }
        var series = nn(zip(beats.dropFirst(), beats).map { 1_000 * ($0 - $1) })
        series.timingSD = Milliseconds(sigma)
        return series
    }

    /// 12 000 beats: a variance is known to √(2 / 12 000) = 1.3 %, a band's power to about 2 %.
    @Test(arguments: [(1_200.0, 4.0), (800, 4), (500, 8)])
    func aMisplacedClockShowsItsFloor(_ interval: Double, _ sigma: Double) throws {
        let series = clock(interval, sigma: sigma, count: 12_000)
        let panel = try HRVAnalyzer().panel(
            of: series, window: Seconds(12 * interval), usable: 1)
        let names: [HRVMeasureName] = [
            .sdnn, .rmssd, .sdsd, .sd1, .sd2, .cvnn, .cvsd, .ellipseArea, .vlfPower, .lfPower,
            .hfPower, .totalPower,
        ]
        for name in names {
            let measure = try #require(panel.measures.first { $0.name == name })
            let (value, floor) = (measure.estimate.value, measure.noiseFloor)
            expect(
                try #require(value), isClose: try #require(floor),
                withinRelative: name.domain == .spectrum ? 0.06 : 0.03)
        }
    }

    @Test func sharesOverALimitFollowTheNormalLaw() throws {
        // √6 · 20 ms = 49 ms: 50 ms is 1.0206 deviations, 30.7 % lie beyond.
        let floor = try #require(HRVMeasureName.pNN50.noiseFloor(timingSD: 20, meanNN: 1_000))
        expect(floor, isClose: 30.74, within: 0.01)
        let differences = TimeDomain.differences(of: clock(1_000, sigma: 20, count: 40_000))
        expect(
            try #require(TimeDomain.pNN(over: 50, differences: differences)), isClose: floor,
            within: 0.8)
        let lower = try #require(HRVMeasureName.pNN20.noiseFloor(timingSD: 20, meanNN: 1_000))
        expect(
            try #require(TimeDomain.pNN(over: 20, differences: differences)), isClose: lower,
            within: 0.8)
    }

    @Test func theFormulasAreThoseOfThePencil() {
        func floor(_ name: HRVMeasureName, _ sigma: Double = 2) -> Double? {
            name.noiseFloor(timingSD: Milliseconds(sigma), meanNN: 1_000)
        }
        #expect(floor(.sdnn) == 8.0.squareRoot())
        #expect(floor(.rmssd) == 2 * 6.0.squareRoot())
        #expect(floor(.sd2) == 2)
        #expect(floor(.lnRMSSD) == floor(.rmssd).map { Double.log($0) })
        for name in [HRVMeasureName.meanNN, .lfHfRatio, .dfaAlpha1, .hti, .nn50, .sampEn] {
            #expect(floor(name) == nil)
        }
        for name in HRVMeasureName.allCases {
            #expect(floor(name, 0).map { $0 == 0 } ?? true, "a perfect clock: \(name)")
            #expect(floor(name, .nan) == nil && floor(name, -1) == nil)
        }
    }

    /// 8σ²T · ∫ sin²(πfT) df from 0 to half the heart rate is 2σ²: what the spline takes from there,
    /// it does not all give back beyond.
    @Test func theSplineTakesSomeOfTheError() {
        let spectrum = JitterSpectrum(timingSD: 1, meanNN: 1_000)
        let (inside, beyond) = (spectrum.power(in: 0..<0.5), spectrum.power(in: 0.5..<1))
        #expect(inside > 1.0 && inside < 1.6)
        #expect(beyond > 0 && inside + beyond < 2)
        // At low frequencies the spline lets everything through: 8σ²T(πfT)² integrates to
        // 8π²/3 · 0.04³ = 1.684e-3, less than 1 % of it lost.
        expect(spectrum.power(in: 0..<0.04), isClose: 1.684e-3, withinRelative: 0.01)
    }
}
