import Biosignals
import DSP
import PPG
import TestKit
import Testing

@Suite struct PulseOximetryTests {
    private static let rate = 100.0
    private static let pulses = SyntheticPPG(rate: rate, duration: 40).samples.map { $0 - 2 }

    /// One light: a level and the share of it that pulsates when a pulse is 1 high, upside down as
    /// light that passes through blood is.
    private func light(
        level: Double, share: Double, of pulses: [Double] = pulses, noise: Double = 0,
        seed: UInt64 = 1
    ) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return pulses.map { level * (1 - share * $0) + noise * gaussian(&generator) }
    }

    private func read(
        _ red: [Double], _ infrared: [Double], calibration: OximetryCalibration? = nil,
        fullScale: Double? = nil, cut: Int = 100
    ) throws -> OximetryReading {
        let rate = Hertz(Self.rate)
        var oximetry = try PulseOximetry(rate: rate, calibration: calibration, fullScale: fullScale)
        var processor = try PPGProcessor(rate: rate, hasTrueZero: true)
        var output = PPGOutput()
        for start in stride(from: 0, to: red.count, by: cut) {
            let range = start..<min(start + cut, red.count)
            oximetry.process(red: Array(red[range]), infrared: Array(infrared[range]))
            processor.process(Array(infrared[range]), into: &output)
            oximetry.process(output)
            output.removeAll()
        }
        return oximetry.reading
    }

    @Test func theRatioIsThatOfTheShares() throws {
        let infrared = light(level: 90_000, share: 0.02)
        let red = light(level: 60_000, share: 0.012)
        let reading = try read(red, infrared)
        // 0.012 / 0.02; the levels lie a little below 90,000 and 60,000, differently.
        expect(reading.ratio.value ?? 0, isClose: 0.6, within: 0.005)
        // The upstroke is half a Gaussian: its tangent meets the floor two widths before the top,
        // where the wave is e⁻² = 0.135 high already. 2 % · 0.865 = 1.73 %, 1.2 % · 0.865 = 1.04 %.
        expect(reading.infraredPerfusionPercent.value ?? 0, isClose: 1.73, within: 0.05)
        expect(reading.redPerfusionPercent.value ?? 0, isClose: 1.04, within: 0.03)
        #expect(reading.beats >= 10)
    }

    @Test func withoutACalibrationThereIsNoSaturation() throws {
        let (infrared, red) = (
            light(level: 90_000, share: 0.02), light(level: 60_000, share: 0.012)
        )
        let plain = try read(red, infrared)
        #expect(!plain.isCalibrated)
        #expect(
            plain.saturationPercent
                == .unavailable(.sourceUnsuitable(because: "uncalibrated")))
        let calibration = try OximetryCalibration(
            references: [.init(ratio: 0.6, saturationPercent: 95)])
        let known = try read(red, infrared, calibration: calibration)
        #expect(known.isCalibrated)
        expect(known.saturationPercent.value ?? 0, isClose: 95, within: 0.2)
    }

    @Test func noiseOfAFewCountsMovesItLittle() throws {
        let infrared = light(level: 90_000, share: 0.02, noise: 20, seed: 2)
        let red = light(level: 60_000, share: 0.012, noise: 20, seed: 3)
        expect(try read(red, infrared).ratio.value ?? 0, isClose: 0.6, within: 0.02)
    }

    @Test func itDoesNotDependOnHowTheInputWasCut() throws {
        let infrared = light(level: 90_000, share: 0.02, noise: 20, seed: 2)
        let red = light(level: 60_000, share: 0.012, noise: 20, seed: 3)
        let expected = try read(red, infrared)
        for cut in [1, 7, 333] { #expect(try read(red, infrared, cut: cut) == expected) }
    }

    @Test func weakDarkSaturatedAndUnlikeLightsAreRefused() throws {
        let infrared = light(level: 90_000, share: 0.02)
        let red = light(level: 60_000, share: 0.012)
        func reason(_ red: [Double], _ infrared: [Double], _ scale: Double? = nil) throws -> String
        {
            let reading = try read(red, infrared, fullScale: scale)
            #expect(reading.ratio.value == nil && reading.saturationPercent.value == nil)
            return reading.ratio.unavailable?.detail ?? "none"
        }
        #expect(
            try reason(light(level: 60_000, share: 0.002), infrared)
                == "perfusion index below 0.3 %")
        #expect(try reason(red.map { $0 - 70_000 }, infrared) == "the signal has no true zero")
        #expect(try reason(red, infrared, 91_000) == "a light is at full scale")
        #expect(
            try reason(red.map { max($0, 59_700) }, infrared) == "a light is at full scale")
        #expect(try reason(red.map { 120_000 - $0 }, infrared) == "red and infrared are not alike")
    }

    @Test func fourBeatsAreTooFew() throws {
        let infrared = Array(light(level: 90_000, share: 0.02).prefix(420))
        let red = Array(light(level: 60_000, share: 0.012).prefix(420))
        guard case .unavailable(.tooFewIntervals(let found, 5)) = try read(red, infrared).ratio
        else {
            Issue.record("four beats gave a ratio, or another reason")
            return
        }
        #expect(found < 5)
    }

    @Test func whatIsNoNumberNeitherEntersNorLeaves() throws {
        var (infrared, red) = (
            light(level: 90_000, share: 0.02), light(level: 60_000, share: 0.012)
        )
        for index in stride(from: 0, to: red.count, by: 53) {
            red[index] = .nan
            infrared[(index + 20) % red.count] = .infinity
        }
        let reading = try read(red, infrared)
        expect(reading.ratio.value ?? 0, isClose: 0.6, within: 0.03)
    }

    @Test func anImpossibleRateIsRefused() {
        #expect(throws: DSPError.self) { try PulseOximetry(rate: 10) }
    }
}
