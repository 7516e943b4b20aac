import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct LinearPhaseDecimatorTests {
    @Test(arguments: [2, 3, 15, 125])
    func keepsAConstantFromTheFirstSample(_ factor: Int) {
        var decimator = LinearPhaseDecimator(factor: factor)
        let output = (0..<(20 * factor)).compactMap { _ in decimator.process(7.5) }
        #expect(output.count == 20)
        for value in output { expect(value, isClose: 7.5, within: 1e-12) }
    }

    @Test(arguments: [2, 5, 16])
    func delaysALineByWhatItSays(_ factor: Int) throws {
        var decimator = LinearPhaseDecimator(factor: factor)
        var last = (index: 0, value: 0.0)
        for index in 0..<(40 * factor) {
            if let value = decimator.process(Double(index)) { last = (index, value) }
        }
        // A symmetrical filter gives back a straight line, late by its delay.
        expect(last.value, isClose: Double(last.index) - decimator.delay, within: 1e-9)
    }

    @Test func passesTheLowAndStopsTheHigh() {
        func amplitude(_ cyclesPerOutputSample: Double) -> Double {
            let factor = 10
            var decimator = LinearPhaseDecimator(factor: factor)
            let output = (0..<(300 * factor)).compactMap { index in
                decimator.process(
                    .sin(2 * .pi * cyclesPerOutputSample * Double(index) / Double(factor)))
            }
            return output.dropFirst(20).map { abs($0) }.max() ?? 0
        }
        expect(amplitude(0.11), isClose: 1, within: 0.01)
        #expect(amplitude(0.613) < 0.004)
        #expect(amplitude(1.37) < 0.004)
    }

    @Test(arguments: [1, 2, 5], [1, 3, 50])
    func blocksDoNotMatter(_ factor: Int, _ length: Int) {
        let signal = (0..<200).map { Double($0 * $0 % 23) - 5 }
        var (one, other) = (
            LinearPhaseDecimator(factor: factor), LinearPhaseDecimator(factor: factor)
        )
        let expected = signal.compactMap { one.process($0) }
        var values = Array(repeating: 0.0, count: 50)
        var output: [Double] = []
        for start in stride(from: 0, to: signal.count, by: length) {
            let end = min(signal.count, start + length)
            let count = other.process(signal[start..<end], into: &values)
            output += values.prefix(count)
        }
        #expect(output == expected && output.count == 200 / factor)
    }

    @Test func aFactorOfOneChangesNothing() {
        var decimator = LinearPhaseDecimator(factor: 1)
        #expect([3.0, -1, 4].compactMap { decimator.process($0) } == [3, -1, 4])
        #expect(decimator.delay == 0)
        #expect(LinearPhaseDecimator.factor(from: 1_000, to: 64) == 15)
        #expect(LinearPhaseDecimator.factor(from: 20, to: 64) == 1)
    }
}

@Suite struct HannSmootherTests {
    @Test func spreadsAnImpulseEvenlyToBothSides() {
        // Width 4 samples: two to each side; 1 − cos(2πk/6) for k = 1…5 is ½, 1½, 2, 1½, ½, sum 6.
        var smoother = HannSmoother(width: 0.4, rate: 10)
        #expect(smoother.delay == 2)
        let response = smoother.process(chunk: [0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0])
        let expected = [0, 0, 0, 0, 0, 0.5, 1.5, 2, 1.5, 0.5, 0]
        for (value, truth) in zip(response, expected) {
            expect(value, isClose: truth, within: 1e-12)
        }
    }

    @Test func beginsAsIfTheFirstSampleHadAlwaysBeen() {
        var smoother = HannSmoother(width: 1, rate: 32)
        expect(smoother.process(4), isClose: 4, within: 1e-12)
    }
}

@Suite struct SampleHistoryTests {
    @Test func holdsTheLastUnderTheirOwnIndices() {
        var history = SampleHistory(holding: 3)
        #expect(history[0] == 0)
        for value in 0..<10 { history.append(Double(value)) }
        #expect(history.count == 10 && history.oldest == 6)
        #expect((6..<10).map { history[$0] } == [6, 7, 8, 9])
        // What is no longer, or not yet, held gives its nearest neighbour.
        #expect(history[-5] == 6 && history[2] == 6 && history[99] == 9)
    }

    /// Blocks of any length, the store filled many times over.
    @Test(arguments: [1, 3, 4, 11])
    func blocksAreReadInPlace(_ length: Int) {
        var history = SampleHistory(holding: 4)
        let signal = (0..<44).map(Double.init)
        for start in stride(from: 0, to: 44, by: length) {
            let end = min(44, start + length)
            history.append(contentsOf: signal[start..<end])
            let oldest = max(0, end - 4)
            #expect(history.count == end && history.oldest == oldest)
            #expect(
                history.withSamples(oldest...(end - 1)) { Array($0) } == Array(signal[oldest..<end])
            )
        }
        // Beyond either end lies what is there.
        #expect(history.withSamples(38...46) { Array($0) } == [40, 40, 40, 41, 42, 43, 43, 43, 43])
        history.replaceLast(2) { $0.update(repeating: 7) }
        #expect(history.withSamples(40...43) { Array($0) } == [40, 41, 7, 7])
    }
}

@Suite struct SecondMeterTests {
    @Test func cutsSecondsAtTheRateEvenIfItIsNotWhole() {
        var meter = SecondMeter(rate: 2.5)
        let ends = (0..<10).filter { _ in meter.process(1) != nil }
        // Seconds end with samples 2.5, 5, 7.5 and 10, rounded up.
        #expect(ends == [2, 4, 7, 9])
    }

    @Test func measuresByHand() throws {
        var meter = SecondMeter(rate: 4)
        let seconds = [1.0, 3, 3, 5].compactMap { meter.process($0) }
        let second = try #require(seconds.first)
        #expect(second.index == 0 && second.count == 4)
        #expect(second.lowest == 1 && second.highest == 5 && second.mean == 3)
        // (4 + 0 + 0 + 4)/4; a line of slope 6/5 explains slope² · 1.25.
        expect(second.variance, isClose: 2, within: 1e-12)
        expect(second.detrendedVariance, isClose: 2 - 1.2 * 1.2 * 1.25, within: 1e-12)
        #expect(second.extremeShare == 0.5 && second.longestRun == 0.5)
    }

    /// A block gives what its samples give one by one, runs and what is not finite included.
    @Test(arguments: [1, 2, 5, 100])
    func blocksDoNotMatter(_ length: Int) {
        let rate = 12.5
        let signal = (0..<200).map { index -> Double in
            if index % 31 == 7 { return .nan }
            return index % 50 < 20 ? 3 : Double(index * index % 17) - 8
        }
        var (one, other) = (SecondMeter(rate: Hertz(rate)), SecondMeter(rate: Hertz(rate)))
        let expected = signal.compactMap { one.process(one.finite($0)) }
        var seconds: [RawSecond] = []
        var values = Array(repeating: 0.0, count: 13)
        var start = 0
        while start < signal.count {
            let end = min(signal.count, start + min(length, other.remaining))
            other.finite(signal[start..<end], into: &values)
            if let second = other.process(values[..<(end - start)]) { seconds.append(second) }
            start = end
        }
        #expect(seconds == expected && seconds.count == 16)
    }

    @Test func aRunGoesOnFromSecondToSecond() {
        var meter = SecondMeter(rate: 4)
        let runs = (0..<12).compactMap { _ in meter.process(2)?.longestRun }
        #expect(runs == [1, 2, 3])
    }

    @Test func whatIsNotFiniteIsReplacedAndCounted() throws {
        var meter = SecondMeter(rate: 3)
        var seconds: [RawSecond] = []
        for sample in [2, .nan, .infinity] {
            let value = meter.finite(sample)
            #expect(value == 2)
            if let second = meter.process(value) { seconds.append(second) }
        }
        #expect(seconds.first?.replaced == 2)
    }
}
