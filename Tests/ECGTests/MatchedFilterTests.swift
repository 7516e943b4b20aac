@testable import ECG
import Biosignals
import DSP
import Testing
import TestKit

struct MatchedFilterTests {
    /// x[n] = 0.9 x[n−1] + e[n] has the predictor 0.9 and nothing else; what is left is e.
    @Test func whitensAFirstOrderProcess() {
        var generator = SeededGenerator(seed: 3)
        var whitener = NoiseWhitener(rate: 125)
        var value = 0.0
        var (left, right) = (0.0, 0.0)
        for index in 0..<20_000 {
            let innovation = normal(using: &generator)
            value = 0.9 * value + innovation
            let error = whitener.process(value).error
            if index > 10_000 {
                left += (error - innovation) * (error - innovation)
                right += innovation * innovation
            }
        }
        expect(whitener.coefficients[1], isClose: -0.9, within: 0.08)
        for lag in 2...NoiseWhitener.order {
            expect(whitener.coefficients[lag], isClose: 0, within: 0.12)
        }
        // The white noise assumed besides costs a little.
        #expect(left / right < 0.03)
    }

    @Test func aConstantSignalIsLeftAlone() {
        var whitener = NoiseWhitener(rate: 125)
        for _ in 0..<1_000 { #expect(whitener.process(0).error == 0) }
        #expect(whitener.coefficients == SIMD8(1, 0, 0, 0, 0, 0, 0, 0))
    }

    @Test func aQRSIsLikeItselfAndAnUpturnedOneIsNot() {
        var detector = MatchedFilterDetector(rate: 128)
        var generator = SeededGenerator(seed: 5)
        var middles: [Int] = []
        var samples = (0..<2_560).map { _ in 0.01 * normal(using: &generator) }
        for (beat, middle) in stride(from: 100, to: 2_500, by: 110).enumerated() {
            middles.append(middle)
            let sign = beat == 18 ? -1.0 : 1.0
            for offset in -6...6 {
                samples[middle + offset] += sign * max(0, 1 - Double(abs(offset)) / 5)
            }
        }
        var likenesses: [Double] = []
        for (index, sample) in samples.enumerated() {
            detector.process(sample)
            guard let middle = middles.first(where: { $0 + 40 == index }) else { continue }
            let likeness = detector.likeness(near: middle)
            likenesses.append(detector.hasShape ? likeness.value : -.infinity)
            if likenesses.count != 19 { detector.learn(at: middle) }
        }
        for (beat, likeness) in likenesses.enumerated().dropFirst(6) {
            if beat == 18 {
                #expect(likeness < 0.5, "the upturned one")
            } else {
                expect(likeness, isClose: 1, within: 0.2)
            }
        }
    }

    /// Learning once and going over the signal again gives what it would have given all along.
    @Test func reviewGivesTheLikenessThatWouldHaveBeen() {
        var detector = MatchedFilterDetector(rate: 128)
        for index in 0..<512 { detector.process(index % 100 == 50 ? 1 : 0) }
        detector.learn(at: 450)
        #expect(detector.likeness(near: 350).value == 0)
        detector.review(since: 128)
        #expect(detector.likeness(near: 350).value > 0.8)
        #expect(detector.likeness(near: 350).index == 350)
    }
}
