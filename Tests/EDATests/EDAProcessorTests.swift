import Biosignals
import DSP
import EDA
import RealModule
import TestKit
import Testing

@Suite struct EDAProcessorTests {
    private func run(
        _ samples: [Double], rate: Double, unit: ChannelUnit = .microsiemens
    ) throws -> EDAOutput {
        var processor = try EDAProcessor(rate: Hertz(rate), unit: unit)
        var output = EDAOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return output
    }

    @Test(arguments: [4.0, 8, 15.5, 32, 100, 1_000])
    func findsEveryResponse(_ rate: Double) throws {
        let signal = SyntheticEDA(rate: rate, duration: 120)
        let responses = try run(signal.samples, rate: rate).responses
        #expect(responses.count == signal.responses.count)
        for (response, truth) in zip(responses, signal.responses) {
            expect(response.peak / rate, isClose: truth.peak, within: 0.4)
            expect(response.onset / rate, isClose: truth.onset, within: 0.6)
            expect(response.amplitude.value, isClose: truth.amplitude, withinRelative: 0.15)
            expect(
                response.rise.value, isClose: (response.peak - response.onset) / rate, within: 1e-9)
            // Half of e^−t/2 − e^−t/0.7 is lost 2.0 s after its top; the low-pass adds a little.
            let recovery = try #require(response.halfRecovery)
            expect(recovery.value, isClose: 2.1, within: 0.5)
            #expect(response.quality > 0.8)
        }
    }

    @Test func earlyResponsesAreTheSameWithinThreeSeconds() throws {
        let body = VariedEDA(VariedEDA.Recipe(rate: 32, minutes: 5), seed: 4)
        var processor = try EDAProcessor(rate: 32, unit: .microsiemens)
        var output = EDAOutput()
        var (early, complete): ([SkinConductanceResponse], [SkinConductanceResponse]) = ([], [])
        var delays: [Double] = []
        for (index, sample) in body.samples.enumerated() {
            processor.process([sample], into: &output)
            delays += output.early.map { (Double(index) - $0.peak) / 32 }
            early += output.early
            complete += output.responses
            output.removeAll()
        }
        processor.finish(into: &output)
        early += output.early
        complete += output.responses
        #expect(complete.count > 10 && early.count == complete.count)
        for (one, other) in zip(early, complete) {
            #expect(one.onset == other.onset && one.peak == other.peak)
            #expect(one.amplitude == other.amplitude && one.halfRecovery == nil)
        }
        #expect(delays.allSatisfy { $0 <= 3 }, "\(delays.max() ?? 0)")
    }

    @Test func anOffsetLeavesTheResponses() throws {
        let body = VariedEDA(VariedEDA.Recipe(rate: 16, minutes: 3), seed: 5).samples
        let low = try run(body, rate: 16).responses
        let high = try run(body.map { $0 + 30 }, rate: 16).responses
        #expect(low.count == high.count && low.count > 10)
        for (one, other) in zip(low, high) {
            expect(one.onset, isClose: other.onset, within: 2)
            expect(one.amplitude.value, isClose: other.amplitude.value, within: 1e-6)
        }
    }

    @Test func amplitudesAreAbsolute() throws {
        // One giant must not hide the small ones after it (NeuroKit scales by the largest).
        let signal = SyntheticEDA(rate: 16, duration: 150, amplitudes: [3, 0.08, 0.08, 0.08])
        let responses = try run(signal.samples, rate: 16).responses
        #expect(responses.count == signal.responses.count)
        let small = SyntheticEDA(rate: 16, duration: 150, drift: 0, amplitudes: [0.006])
        let none = try run(small.samples, rate: 16)
        #expect(none.responses.isEmpty)
        #expect(EDAProcessor.amplitudeMin == 0.02)
    }

    @Test func aResponseOnTheFlankOfAnotherIsCounted() throws {
        let signal = SyntheticEDA(
            rate: 32, duration: 60, amplitudes: [0.4, 0.5], spacing: 2.5)
        let responses = try run(signal.samples, rate: 32).responses
        #expect(responses.count == signal.responses.count)
        #expect(responses.dropLast().contains { $0.halfRecovery == nil })
    }

    /// The small one begins 3.5 s after the large one, which falls by as much as it rises.
    @Test func aResponseOnAFallingLimbKeepsItsHeight() throws {
        let signal = SyntheticEDA(
            rate: 32, duration: 26, amplitudes: [1, 0.3], spacing: 3.5, noise: 0.001)
        #expect(signal.responses.count == 2)
        let responses = try run(signal.samples, rate: 32).responses
        #expect(responses.count == 2)
        let last = try #require(responses.last)
        expect(last.amplitude.value, isClose: 0.3, withinRelative: 0.25)
        expect(last.peak / 32, isClose: signal.responses[1].peak, within: 0.5)
    }

    @Test func theTonicLevelLiesBeneathTheResponses() throws {
        let signal = SyntheticEDA(rate: 32, duration: 180)
        let levels = try run(signal.samples, rate: 32).levels
        #expect(levels.map(\.second) == Array(0..<180))
        for level in levels {
            let truth = 5 + 0.002 * (Double(level.second) + 0.5)
            expect(level.level.value, isClose: truth, within: 0.04)
        }
    }

    @Test(arguments: [4.0, 250])
    func outputDoesNotDependOnChunking(_ rate: Double) throws {
        let signal = SyntheticEDA(rate: rate, duration: 45).samples
        let expected = try run(signal, rate: rate)
        #expect(!expected.responses.isEmpty)
        for chunks in chunkings(of: signal.count) {
            var processor = try EDAProcessor(rate: Hertz(rate), unit: .microsiemens)
            var output = EDAOutput()
            for chunk in chunks { processor.process(Array(signal[chunk]), into: &output) }
            processor.finish(into: &output)
            #expect(output.responses == expected.responses)
            #expect(output.early == expected.early)
            #expect(output.levels == expected.levels)
            #expect(output.seconds == expected.seconds)
        }
    }

    @Test func countsAreJudgedButNotMeasured() throws {
        let signal = SyntheticEDA(rate: 32, duration: 60)
        let output = try run(signal.samples.map { $0 * 1_000 }, rate: 32, unit: .counts)
        #expect(output.responses.isEmpty && output.levels.isEmpty)
        #expect(output.seconds.count == 60)
        #expect(output.seconds.allSatisfy { $0.quality.isUsable })
    }

    @Test func zerosAtTheStartAreLostContact() throws {
        var signal = SyntheticEDA(rate: 4, duration: 60)
        for index in 0..<20 { signal.samples[index] = 0 }
        let output = try run(signal.samples, rate: 4)
        for second in output.seconds where second.index < 5 {
            #expect(second.quality == SignalQuality(score: 0, reasons: [.leadOff]))
        }
        #expect(!output.levels.contains { $0.second < 5 || $0.level < 4 })
        // Touching the electrodes is no response of 5 µS.
        #expect(output.responses.allSatisfy { $0.amplitude < 1 })
    }

    @Test func aStepIsNoResponse() throws {
        var signal = SyntheticEDA(rate: 50, duration: 60, amplitudes: [], noise: 0.001)
        for index in 1_500..<3_000 { signal.samples[index] += 4 }
        let output = try run(signal.samples, rate: 50)
        #expect(output.responses.isEmpty)
        #expect(output.seconds.contains { !$0.quality.isUsable })
        #expect(output.seconds.filter { $0.index > 33 }.allSatisfy { $0.quality.isUsable })
    }

    @Test(arguments: [4.0, 32, 500])
    func noiseMainsSquaresAndSilenceAreRefused(_ rate: Double) throws {
        var generator = SeededGenerator(seed: 5)
        let count = Int(40 * rate)
        let shapes: [String: [Double]] = [
            "zeros": Array(repeating: 0, count: count),
            "white noise": (0..<count).map { _ in 10 + 2 * gaussian(&generator) },
            "a square": (0..<count).map { Int(Double($0) / rate * 2.74) % 2 == 0 ? 30 : 1 },
            "above the range": Array(repeating: 75, count: count),
            "mains": (0..<count).map { 5 + 3 * .sin(2 * .pi * 50.3 * Double($0) / rate) },
        ]
        for (name, samples) in shapes {
            let output = try run(samples, rate: rate)
            let usable = output.seconds.filter { $0.quality.isUsable }.count
            #expect(usable <= 3, "\(usable) s of \(name) at \(rate) Hz are called usable")
            #expect(output.responses.filter { $0.quality >= 0.5 }.isEmpty, "\(name) at \(rate) Hz")
        }
        let still = try run(Array(repeating: 5, count: count), rate: rate)
        #expect(still.seconds.dropFirst(5).allSatisfy { $0.quality.reasons == [.flat] })
    }

    @Test func brokenInputIsSurvived() throws {
        var signal = SyntheticEDA(rate: 8, duration: 40).samples
        signal[0] = .nan
        signal[50] = .infinity
        for index in 160..<200 { signal[index] = .nan }
        let output = try run(signal, rate: 8)
        #expect(output.seconds[21].quality.reasons == [.gap])
        #expect(output.levels.allSatisfy { $0.level.value.isFinite })
        for count in 0..<40 { _ = try run(Array(signal.prefix(count)), rate: 8) }
        for count in 0..<20 { _ = try run(Array(signal.prefix(count)), rate: 2) }
        let nothing = try run([], rate: 8)
        #expect(nothing.seconds.isEmpty)
    }

    @Test(arguments: [1.9, 4_001, 0, -1, .nan, .infinity])
    func anImpossibleRateIsRefused(_ rate: Double) {
        #expect(throws: DSPError.self) {
            try EDAProcessor(rate: Hertz(rate), unit: .microsiemens)
        }
    }
}
