import Biosignals
import DSP
import HRV
import RealModule
import TestKit
import Testing

@Suite struct HRVBreathingTests {
    /// A level of 50 ms²/Hz with bumps of SD 0.01 Hz, on bins of 1/256 Hz up to 2 Hz.
    private static func spectrum(
        _ bumps: [(at: Double, power: Double)], resolution: Double = 1 / 256.0
    ) -> PowerSpectrum {
        let density = (0...Int(2 / resolution)).map { bin -> Double in
            let frequency = Double(bin) * resolution
            return bumps.reduce(50) { sum, bump in
                let distance = (frequency - bump.at) / 0.01
                let height = bump.power / (0.01 * (2 * Double.pi).squareRoot())
                return sum + height * .exp(-distance * distance / 2)
            }
        }
        return PowerSpectrum(resolution: Hertz(resolution), density: density, segmentCount: 1)
    }

    private static let meanNN: Milliseconds = 850

    @Test func aClearPeakIsStated() throws {
        // 400 ms² on a level that adds 50 · 0.06 = 3 within the peak and 12.5 to HF.
        let breathing = HRVBreathing(
            spectrum: Self.spectrum([(0.2513, 400), (0.1, 300)]), meanNN: Self.meanNN)
        let peak = try #require(breathing.peak.value)
        expect(peak.frequency.value, isClose: 0.2513, within: 0.0005)
        // Three SD on either side hold 99.7 %.
        expect(peak.power, isClose: 402, withinRelative: 0.01)
        expect(peak.shareOfHF, isClose: 402 / 412.5, within: 0.01)
        #expect(breathing.warning == nil)
    }

    @Test func aMeasuredRateIsWhereItIsLookedFor() throws {
        // The higher peak is another wave: what was measured counts.
        let spectrum = Self.spectrum([(0.2, 900), (0.32, 200)])
        let breathing = HRVBreathing(
            spectrum: spectrum, meanNN: Self.meanNN, measured: 0.315)
        expect(try #require(breathing.peak.value).frequency.value, isClose: 0.32, within: 0.001)
        #expect(breathing.warning == nil)
        let elsewhere = HRVBreathing(spectrum: spectrum, meanNN: Self.meanNN, measured: 0.26)
        #expect(
            elsewhere.peak
                == .unavailable(
                    .sourceUnsuitable(because: "no clear peak at the measured breathing rate")))
    }

    @Test func breathingBesideTheBandIsWarnedOf() throws {
        let slow = HRVBreathing(
            spectrum: Self.spectrum([(0.11, 900)]), meanNN: Self.meanNN, measured: 0.11)
        #expect(slow.warning == .belowHF(0.11))
        #expect(
            slow.warning?.description
                == "Breathing at 0.11 Hz lies in the LF band: LF and HF do not mean what they "
                + "usually do.")
        let peak = try #require(slow.peak.value)
        expect(peak.frequency.value, isClose: 0.11, within: 0.001)
        #expect(peak.shareOfHF < 0.01)
        func warning(_ rate: Hertz, meanNN: Milliseconds = 850) -> HRVBreathing.Warning? {
            HRVBreathing(spectrum: Self.spectrum([]), meanNN: meanNN, measured: rate).warning
        }
        #expect(warning(0.149) == .belowHF(0.149))
        #expect(warning(0.15) == nil)
        #expect(warning(0.399) == nil)
        #expect(warning(0.40) == .aboveHF(0.40))
        // 40 beats a minute show waves up to 1/3 Hz.
        #expect(warning(0.35, meanNN: 1_500) == .fasterThanBeatsTell(0.35))
    }

    @Test func aSlowWaveAloneMayOrMayNotBeBreathing() throws {
        let breathing = HRVBreathing(
            spectrum: Self.spectrum([(0.12, 900)]), meanNN: Self.meanNN)
        #expect(breathing.peak.value == nil)
        guard case .perhapsBelowHF(let frequency) = breathing.warning else {
            Issue.record("no warning, or another: \(String(describing: breathing.warning))")
            return
        }
        expect(frequency.value, isClose: 0.12, within: 0.001)
    }

    @Test func noClearPeakNoStatement() {
        // A level, a slope of 1/f², a band too narrow to see and one too slow to show it.
        let level = Self.spectrum([])
        let slope = PowerSpectrum(
            resolution: Hertz(1 / 256.0),
            density: (0...512).map { 1e4 / Double(($0 + 1) * ($0 + 1)) }, segmentCount: 1)
        for spectrum in [level, slope] {
            let breathing = HRVBreathing(spectrum: spectrum, meanNN: Self.meanNN)
            #expect(breathing.peak.value == nil)
            #expect(breathing.warning == nil)
        }
        let coarse = HRVBreathing(
            spectrum: Self.spectrum([(0.25, 400)], resolution: 0.02), meanNN: Self.meanNN)
        #expect(coarse.peak.unavailable?.code == "windowTooShort")
        let slowHeart = HRVBreathing(spectrum: Self.spectrum([(0.3, 400)]), meanNN: 2_000)
        #expect(slowHeart.peak.value == nil)
    }

    @Test func ofARhythm() throws {
        // Waves of 25 ms at 0.25 Hz and 30 ms at 0.09 Hz.
        let series = nn(rhythm(350))
        let spectrum = try #require(Tachogram(of: series).spectrum())
        let peak = try #require(
            HRVBreathing(spectrum: spectrum, meanNN: Self.meanNN).peak.value)
        expect(peak.frequency.value, isClose: 0.25, within: 0.002)
        expect(peak.power, isClose: 312, withinRelative: 0.1)
        #expect(peak.shareOfHF > 0.9)
    }
}
