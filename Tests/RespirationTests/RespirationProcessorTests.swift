import Biosignals
import DSP
import RealModule
import Respiration
import TestKit
import Testing

@Suite struct RespirationProcessorTests {
    private func run(_ samples: [Double], rate: Double) throws -> RespirationOutput {
        var processor = try RespirationProcessor(rate: Hertz(rate))
        var output = RespirationOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return output
    }

    @Test(arguments: [5.0, 12.5, 25, 125, 1_000])
    func findsEveryBreathInItsPlace(_ rate: Double) throws {
        let signal = SyntheticRespiration(rate: rate, duration: 90, noise: 0.01, drift: 0.01)
        let breaths = try run(signal.samples, rate: rate).breaths
        // The first and the last breath may be cut by the ends of the stream.
        let inner = signal.onsets.dropFirst().dropLast()
        for onset in inner {
            let nearest = breaths.map { abs($0.position / rate - onset) }.min() ?? .infinity
            #expect(nearest < 0.35, "the breath at \(onset) s is \(nearest) s away")
        }
        #expect((inner.count...signal.onsets.count + 1).contains(breaths.count))
        #expect(breaths.allSatisfy { $0.kind == .inhaleOnset })
    }

    @Test(arguments: [25.0, 250])
    func outputDoesNotDependOnChunking(_ rate: Double) throws {
        let signal = SyntheticRespiration(rate: rate, duration: 50, noise: 0.05).samples
        let expected = try run(signal, rate: rate)
        #expect(expected.breaths.count > 9)
        for chunks in chunkings(of: signal.count) {
            var processor = try RespirationProcessor(rate: Hertz(rate))
            var output = RespirationOutput()
            for chunk in chunks { processor.process(Array(signal[chunk]), into: &output) }
            processor.finish(into: &output)
            #expect(output.breaths == expected.breaths)
            #expect(output.seconds == expected.seconds)
            #expect(output.estimates == expected.estimates)
        }
    }

    @Test(arguments: [(0.001, 0.0), (1_000, 0), (1, -50_000)])
    func scaleAndOffsetDoNotMoveBreaths(_ scale: Double, _ offset: Double) throws {
        let signal = SyntheticRespiration(rate: 25, duration: 60, noise: 0.02).samples
        let expected = try run(signal, rate: 25).breaths
        let breaths = try run(signal.map { $0 * scale + offset }, rate: 25).breaths
        #expect(breaths.count == expected.count)
        for (breath, other) in zip(breaths, expected) {
            expect(breath.position, isClose: other.position, within: 1e-4)
        }
    }

    @Test func shallowRipplesAreNoBreaths() throws {
        var signal = SyntheticRespiration(rate: 25, duration: 60)
        // The heart's own beat in an impedance signal, a tenth of the breath.
        for index in signal.samples.indices {
            signal.samples[index] += 0.05 * .sin(2 * .pi * 1.2 * Double(index) / 25)
        }
        let breaths = try run(signal.samples, rate: 25).breaths
        #expect(abs(breaths.count - signal.onsets.count) <= 1)
    }

    @Test func breathingThatTurnsShallowIsFoundAgain() throws {
        var signal = SyntheticRespiration(rate: 25, duration: 150)
        for index in signal.samples.indices where index >= 50 * 25 {
            signal.samples[index] = 10 + 0.1 * (signal.samples[index] - 10)
        }
        let breaths = try run(signal.samples, rate: 25).breaths
        let late = signal.onsets.filter { (90..<140).contains($0) }
        let found = breaths.filter { (90..<140).contains($0.position / 25) }
        #expect(abs(found.count - late.count) <= 1)
    }

    @Test func everyWholeSecondIsJudgedOnce() throws {
        let signal = SyntheticRespiration(rate: 25, duration: 60.5, noise: 0.01)
        let output = try run(signal.samples, rate: 25)
        #expect(output.seconds.map(\.index) == Array(0..<60))
        #expect(output.seconds.filter { $0.quality.isUsable }.count >= 55)
    }

    @Test func theRateIsThatOfTheBreaths() throws {
        var signal = SyntheticRespiration(rate: 25, duration: 0)
        // 18 a minute for two minutes.
        signal.samples = (0..<3_000).map { .sin(2 * .pi * 0.3 * Double($0) / 25) }
        let output = try run(signal.samples, rate: 25)
        #expect(output.estimates.map(\.end.value) == (1...30).map { Double(4 * $0) })
        for estimate in output.estimates.dropFirst(4) {
            expect(estimate.rate.value?.value ?? 0, isClose: 18, within: 0.1)
            #expect(estimate.source == .direct)
        }
    }

    /// Swings that a breath detector counts, without a rhythm.
    @Test func driftThatSwingsHasNoRate() throws {
        var generator = SeededGenerator(seed: 12)
        var usable = 0
        var all = 0
        for _ in 0..<6 {
            var level = 0.0
            let walk = (0..<1_500).map { _ in
                level += gaussian(&generator)
                return level
            }
            let estimates = try run(walk, rate: 10).estimates.filter { $0.end.value > 60 }
            all += estimates.count
            usable += estimates.count { $0.rate.value != nil }
        }
        #expect(all == 132)
        #expect(usable <= 13, "\(usable) of \(all) windows of a random walk have a rate")
    }

    @Test(arguments: [5.0, 25, 500])
    func noiseMainsSquaresAndSilenceAreRefused(_ rate: Double) throws {
        var generator = SeededGenerator(seed: 9)
        let count = Int(60 * rate)
        var shapes: [String: [Double]] = [
            "zeros": Array(repeating: 0, count: count),
            "a constant": Array(repeating: 1_234.567, count: count),
            "white noise": (0..<count).map { _ in gaussian(&generator) },
            "a square": (0..<count).map { Int(Double($0) / rate * 2.74) % 2 == 0 ? 1.0 : -1 },
        ]
        if rate > 100 {
            shapes["mains"] = (0..<count).map { .sin(2 * .pi * 50 * Double($0) / rate) }
        }
        for (name, samples) in shapes {
            let output = try run(samples, rate: rate)
            let usable = output.seconds.filter { $0.quality.isUsable }.count
            #expect(usable <= 6, "\(usable) s of \(name) at \(rate) Hz are called usable")
        }
        let still = try run(Array(repeating: 1_234.567, count: count), rate: rate)
        #expect(still.breaths.isEmpty)
    }

    @Test func brokenInputIsSurvived() throws {
        var signal = SyntheticRespiration(rate: 10, duration: 60).samples
        signal[0] = .nan
        signal[50] = .infinity
        signal[51] = -.greatestFiniteMagnitude
        for index in 200..<250 { signal[index] = .nan }
        let output = try run(signal, rate: 10)
        #expect(output.seconds[21].quality.reasons.contains(.gap))
        #expect(output.breaths.allSatisfy { $0.position.isFinite })
        for count in 0..<60 { _ = try run(Array(signal.prefix(count)), rate: 10) }
        let nothing = try run([], rate: 10)
        #expect(nothing.seconds.isEmpty)
    }

    @Test(arguments: [4.9, 4_001, 0, -1, .nan, .infinity])
    func anImpossibleRateIsRefused(_ rate: Double) {
        #expect(throws: DSPError.self) { try RespirationProcessor(rate: Hertz(rate)) }
    }
}
