import Biosignals
import DSP
import PPG
import RealModule
import TestKit
import Testing

/// What must hold whatever the device, its gain, its offset and its direction.
@Suite struct PPGLawTests {
    private func run(_ samples: [Double], rate: Double) throws -> PPGOutput {
        var processor = try PPGProcessor(rate: Hertz(rate))
        var output = PPGOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return output
    }

    @Test(arguments: [30.0, 50, 64, 71.4, 100, 128, 250, 500, 1_000])
    func theRateMovesNoFiducial(_ rate: Double) throws {
        let (signal, other) = (
            SyntheticPPG(rate: rate, duration: 30), SyntheticPPG(rate: 125, duration: 30)
        )
        let (found, expected) = (
            try run(signal.samples, rate: rate), try run(other.samples, rate: 125)
        )
        #expect(found.pulses.count == expected.pulses.count)
        // Tops are flat; 30 Hz has three samples on an upstroke.
        let tolerance = rate < 50 ? 0.012 : 0.004
        for index in found.pulses.indices.dropFirst().dropLast() {
            expect(
                found.midpoints[index].position / rate,
                isClose: expected.midpoints[index].position / 125, within: tolerance)
            expect(
                found.feet[index].position / rate, isClose: expected.feet[index].position / 125,
                within: 2 * tolerance)
            expect(
                found.pulses[index].position / rate,
                isClose: expected.pulses[index].position / 125, within: 2 * tolerance)
        }
    }

    @Test(arguments: [(0.01, 0.0), (1_000, 0), (1, -7e6), (-1, 0), (-0.01, 3e4)])
    func gainOffsetAndDirectionChangeNothingButTheHeight(
        _ gain: Double, _ offset: Double
    ) throws {
        let signal = SyntheticPPG(rate: 100, duration: 30, noise: 0.01).samples
        let expected = try run(signal, rate: 100)
        let found = try run(signal.map { gain * $0 + offset }, rate: 100)
        #expect(found.pulses.count == expected.pulses.count)
        for index in found.pulses.indices {
            let (one, two) = (found.midpoints[index], expected.midpoints[index])
            expect(one.position, isClose: two.position, within: 1e-4)
            expect(one.quality, isClose: two.quality, within: 1e-4)
            expect(
                one.evidence.amplitude, isClose: abs(gain) * two.evidence.amplitude,
                withinRelative: 1e-4)
            expect(
                found.feet[index].position, isClose: expected.feet[index].position, within: 1e-3)
            #expect(one.evidence.isConfirmed == two.evidence.isConfirmed)
        }
        #expect(found.seconds.map(\.quality.reasons) == expected.seconds.map(\.quality.reasons))
    }

    /// Every pulse from the first second on, upside down or not: nothing is lost to a start-up.
    @Test(arguments: [1.0, -1])
    func thePulsesOfTheFirstSecondsAreThere(_ sign: Double) throws {
        let signal = SyntheticPPG(rate: 125, duration: 12)
        let output = try run(signal.samples.map { sign * $0 }, rate: 125)
        for peak in signal.peaks {
            #expect(
                output.pulses.contains { abs($0.position / 125 - peak) < 0.05 },
                "the pulse at \(peak) s is missing")
        }
    }

    /// A stream of three seconds and a half has given its pulses: it did not wait for the end.
    @Test func theFirstPulsesAreKnownSoon() throws {
        let signal = SyntheticPPG(rate: 125, duration: 12)
        var processor = try PPGProcessor(rate: 125)
        var output = PPGOutput()
        processor.process(Array(signal.samples.prefix(Int(3.5 * 125))), into: &output)
        #expect(output.pulses.count >= 2)
        expect((output.pulses.first?.position ?? 0) / 125, isClose: signal.peaks[0], within: 0.02)
    }

    @Test func aPulseIsKnownWithinASecondAndAHalf() throws {
        let signal = SyntheticPPG(rate: 125, duration: 40)
        var processor = try PPGProcessor(rate: 125)
        var latest = 0.0
        for (index, sample) in signal.samples.enumerated() where index > 0 {
            var output = PPGOutput()
            processor.process([sample], into: &output)
            guard index > 5 * 125 else { continue }
            for pulse in output.pulses {
                latest = max(latest, (Double(index) - pulse.position) / 125)
            }
        }
        #expect(latest <= 1.5, "a pulse was known after \(latest) s")
    }

    @Test func flatPaddingAddsNoPulseAndTakesNone() throws {
        let signal = SyntheticPPG(rate: 100, duration: 30).samples
        let pad = 700
        let padded =
            Array(repeating: signal[0], count: pad) + signal
            + Array(repeating: signal[signal.count - 1], count: pad)
        let (expected, found) = (try run(signal, rate: 100), try run(padded, rate: 100))
        let inside = found.pulses.filter { $0.quality >= SignalQuality.usableMin }
        #expect(inside.allSatisfy { (700...3_720).contains($0.position) })
        for pulse in expected.pulses.dropFirst().dropLast() {
            #expect(
                found.pulses.contains { abs($0.position - Double(pad) - pulse.position) < 0.05 },
                "the pulse at \(pulse.position) is missing")
        }
    }

    @Test(arguments: [30.0, 125, 128, 500])
    func aMinuteWithoutABodyHoldsNoGoodPulse(_ rate: Double) throws {
        var generator = SeededGenerator(seed: 11)
        let count = Int(60 * rate)
        let shapes: [(String, [Double])] = [
            ("zeros", Array(repeating: 0, count: count)),
            (
                "a square of full scale",
                (0..<count).map { Int(Double($0) / rate * 2.74) % 2 == 0 ? 32_767.0 : -32_768 }
            ),
            ("white noise", (0..<count).map { _ in gaussian(&generator) }),
            ("mains", (0..<count).map { .sin(2 * .pi * 50 * Double($0) / rate + 0.1) }),
        ]
        for (name, samples) in shapes {
            let output = try run(samples, rate: rate)
            let fiducials = output.pulses + output.midpoints + output.feet
            let good = fiducials.count { $0.quality >= SignalQuality.usableMin }
            #expect(good == 0, "\(good) good fiducials in \(name) at \(rate) Hz")
        }
    }

    @Test func nothingThatIsNoNumberComesOut() throws {
        var signal = SyntheticPPG(rate: 64, duration: 30).samples
        for index in stride(from: 0, to: signal.count, by: 97) { signal[index] = .nan }
        for index in 640..<660 { signal[index] = .infinity }
        signal[1_000] = 1e300
        var processor = try PPGProcessor(rate: 64, hasTrueZero: true)
        var output = PPGOutput()
        processor.process(signal, into: &output)
        processor.finish(into: &output)
        #expect(output.pulses.count > 20)
        for fiducial in output.pulses + output.midpoints + output.feet {
            let evidence = fiducial.evidence
            #expect(fiducial.position.isFinite && (0...1).contains(fiducial.quality))
            #expect(evidence.amplitude.isFinite && evidence.margin.isFinite)
            #expect(evidence.positionSD?.isFinite != false)
            #expect(evidence.templateCorrelation?.isFinite != false)
        }
        #expect(output.perfusionPercents.allSatisfy { $0?.isFinite != false })
        #expect(output.seconds.allSatisfy { $0.motionLogRMS?.isFinite != false })
    }

    @Test func feetMidpointsAndPeaksFollowEachOther() throws {
        let output = try run(SyntheticPPG(rate: 125, duration: 40, noise: 0.02).samples, rate: 125)
        #expect(output.midpoints.count == output.pulses.count)
        #expect(output.feet.count == output.pulses.count)
        for index in output.pulses.indices.dropFirst() {
            let (foot, middle) = (output.feet[index].position, output.midpoints[index].position)
            #expect(output.pulses[index - 1].position < foot)
            #expect(foot < middle && middle < output.pulses[index].position)
            #expect(output.midpoints[index].kind == .pulseMidpoint)
            #expect(output.pulses[index].evidence.isConfirmed == true)
        }
        // The floor before a pulse is flat here, and its lowest place a matter of noise.
        let confirmed = output.feet.count { $0.evidence.isConfirmed == true }
        #expect(4 * confirmed >= 3 * output.feet.count, "\(confirmed) feet are confirmed")
    }

    /// A pulse of height 1 on a level of about 2 + its half: 100 · 1 / 2.5 = 40 %, less the low-pass.
    @Test func perfusionIsStatedOnlyWhereZeroIsKnown() throws {
        let signal = SyntheticPPG(rate: 125, duration: 30).samples
        #expect(try run(signal, rate: 125).perfusionPercents.allSatisfy { $0 == nil })
        var processor = try PPGProcessor(rate: 125, hasTrueZero: true)
        var output = PPGOutput()
        processor.process(signal, into: &output)
        #expect(output.perfusionPercents.count == output.pulses.count)
        for percent in output.perfusionPercents.dropFirst() {
            expect(percent ?? 0, isClose: 40, within: 8)
        }
        processor = try PPGProcessor(rate: 125, hasTrueZero: true)
        output = PPGOutput()
        processor.process(signal.map { $0 - 5 }, into: &output)
        #expect(output.perfusionPercents.allSatisfy { $0 == nil })
    }
}
