import Biosignals
import DSP
import PPG
import RealModule
import TestKit
import Testing

@Suite struct PPGProcessorTests {
    private func run(_ samples: [Double], rate: Double) throws -> PPGOutput {
        var processor = try PPGProcessor(rate: Hertz(rate))
        var output = PPGOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return output
    }

    @Test(arguments: [25.0, 64, 100, 125, 257.3, 1_000])
    func findsEveryPulseInItsPlace(_ rate: Double) throws {
        let signal = SyntheticPPG(rate: rate, duration: 40, noise: 0.005)
        let pulses = try run(signal.samples, rate: rate).pulses
        #expect(pulses.count == signal.peaks.count)
        for (pulse, peak) in zip(pulses, signal.peaks) {
            expect(pulse.position / rate, isClose: peak, within: 0.025)
            #expect(pulse.kind == .systolicPeak)
        }
        // The first has no template yet, the last is cut by the end.
        #expect(pulses.dropFirst().dropLast().allSatisfy { $0.quality >= 0.5 })
    }

    @Test func aFootPrecedesEveryPulse() throws {
        let signal = SyntheticPPG(rate: 125, duration: 30)
        let output = try run(signal.samples, rate: 125)
        #expect(output.feet.count == output.pulses.count)
        for (foot, pulse) in zip(output.feet, output.pulses) {
            #expect(foot.kind == .pulseFoot)
            // The rise is half a Gaussian of 70 ms: its tangent meets the floor near 2 widths.
            let rise = (pulse.position - foot.position) / 125
            #expect((0.1...0.25).contains(rise), "a rise of \(rise) s")
        }
    }

    @Test(arguments: [64.0, 1_000])
    func outputDoesNotDependOnChunking(_ rate: Double) throws {
        let signal = SyntheticPPG(rate: rate, duration: 9, noise: 0.02).samples
        let expected = try run(signal, rate: rate)
        for chunks in chunkings(of: signal.count) {
            var processor = try PPGProcessor(rate: Hertz(rate))
            var output = PPGOutput()
            for chunk in chunks { processor.process(Array(signal[chunk]), into: &output) }
            processor.finish(into: &output)
            #expect(output.pulses == expected.pulses)
            #expect(output.feet == expected.feet)
            #expect(output.midpoints == expected.midpoints)
            #expect(output.seconds == expected.seconds)
        }
    }

    @Test(arguments: [(0.001, 0.0), (1_000, 0), (1, 30_000), (-1, 0)])
    func scaleOffsetAndSignDoNotMovePulses(_ scale: Double, _ offset: Double) throws {
        let signal = SyntheticPPG(rate: 100, duration: 20, noise: 0.01).samples
        let expected = try run(signal, rate: 100).pulses
        let pulses = try run(signal.map { $0 * scale + offset }, rate: 100).pulses
        #expect(pulses.count == expected.count)
        for (pulse, other) in zip(pulses, expected) {
            expect(pulse.position, isClose: other.position, within: 1e-4)
        }
    }

    @Test func saysThatASignalIsUpsideDown() throws {
        let signal = SyntheticPPG(rate: 100, duration: 20).samples
        var processor = try PPGProcessor(rate: 100)
        var output = PPGOutput()
        processor.process(signal.map { -$0 }, into: &output)
        #expect(processor.isInverted)
    }

    @Test func everyWholeSecondIsJudgedOnce() throws {
        let output = try run(SyntheticPPG(rate: 64, duration: 20.4).samples, rate: 64)
        #expect(output.seconds.map(\.index) == Array(0..<20))
        #expect(output.seconds.dropFirst().allSatisfy { $0.quality.isUsable })
        #expect(output.seconds.dropFirst(2).allSatisfy { $0.motionLogRMS != nil })
    }

    @Test(arguments: [0.0, 12_345.678, -3e9])
    func aConstantHasNoPulses(_ level: Double) throws {
        let output = try run(Array(repeating: level, count: 1_300), rate: 130)
        #expect(output.pulses.isEmpty)
        #expect(output.seconds.count == 10)
        #expect(output.seconds.allSatisfy { $0.quality.reasons.contains(.flat) })
    }

    @Test(arguments: [25.0, 125, 1_000])
    func noiseMainsAndSquaresAreRefused(_ rate: Double) throws {
        var generator = SeededGenerator(seed: 7)
        let count = Int(30 * rate)
        var shapes = [
            "white noise": (0..<count).map { _ in gaussian(&generator) },
            "a square": (0..<count).map { Int(Double($0) / rate * 2.74) % 2 == 0 ? 1.0 : -1 },
            "a fast square": (0..<count).map { Int(Double($0) / rate * 14.6) % 2 == 0 ? 1.0 : -1 },
        ]
        if rate > 100 {
            shapes["mains"] = (0..<count).map { .sin(2 * .pi * 50 * Double($0) / rate) }
        }
        for (name, samples) in shapes {
            let output = try run(samples, rate: rate)
            let usable = output.seconds.filter { $0.quality.isUsable }.count
            #expect(usable <= 1, "\(usable) s of \(name) at \(rate) Hz are called usable")
        }
    }

    @Test func aFlatStretchHoldsNoPulse() throws {
        var signal = SyntheticPPG(rate: 100, duration: 30).samples
        for index in 1_000..<1_600 { signal[index] = signal[1_000] }
        let output = try run(signal, rate: 100)
        // The step back from the held value is no pulse either, nor what the filters make of it.
        #expect(!output.pulses.contains { (1_030..<1_580).contains($0.position) })
        for second in output.seconds where (10..<16).contains(second.index) {
            #expect(!second.quality.isUsable && second.quality.reasons.contains(.flat))
        }
        #expect(output.seconds.filter { $0.index > 20 }.allSatisfy { $0.quality.isUsable })
    }

    @Test func brokenInputIsSurvived() throws {
        var signal = SyntheticPPG(rate: 50, duration: 20).samples
        signal[0] = .nan
        signal[100] = .infinity
        signal[101] = -.greatestFiniteMagnitude
        for index in 400..<500 { signal[index] = .nan }
        let output = try run(signal, rate: 50)
        #expect(output.pulses.allSatisfy { $0.position.isFinite && (0...1).contains($0.quality) })
        #expect(output.seconds[8].quality.reasons.contains(.gap))
        for count in 0..<80 { _ = try run(Array(signal.prefix(count)), rate: 50) }
        let nothing = try run([], rate: 50)
        #expect(nothing.seconds.isEmpty)
    }

    @Test func nothingComesAfterTheEnd() throws {
        var processor = try PPGProcessor(rate: 50)
        var output = PPGOutput()
        processor.process(SyntheticPPG(rate: 50, duration: 10).samples, into: &output)
        processor.finish(into: &output)
        let count = output.pulses.count
        processor.process([1, 2, 3], into: &output)
        processor.finish(into: &output)
        #expect(output.pulses.count == count && count > 8)
        output.removeAll()
        #expect(output.pulses.isEmpty && output.feet.isEmpty && output.seconds.isEmpty)
    }

    @Test(arguments: [19.9, 4_001, 0, -1, .nan, .infinity])
    func anImpossibleRateIsRefused(_ rate: Double) {
        #expect(throws: DSPError.self) { try PPGProcessor(rate: Hertz(rate)) }
    }
}
