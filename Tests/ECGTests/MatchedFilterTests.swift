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
        let innovations = (0..<20_000).map { _ in normal(using: &generator) }
        var value = 0.0
        let errors = errors(
            of: innovations.map { innovation in
                value = 0.9 * value + innovation
                return value
            }, &whitener)
        var (left, right) = (0.0, 0.0)
        for (error, innovation) in zip(errors, innovations).dropFirst(10_000) {
            left += (error - innovation) * (error - innovation)
            right += innovation * innovation
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
        #expect(errors(of: Array(repeating: 0, count: 1_000), &whitener).allSatisfy { $0 == 0 })
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
            detector.process([sample])
            detector.catchUp(to: index)
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
        for index in 0..<512 { detector.process([index % 100 == 50 ? 1 : 0]) }
        detector.catchUp(to: 511)
        detector.learn(at: 450)
        #expect(detector.likeness(near: 350).value == 0)
        detector.review(since: 128)
        #expect(detector.likeness(near: 350).value > 0.8)
        #expect(detector.likeness(near: 350).index == 350)
    }

    /// What is known at a sample does not depend on how far ahead the signal was taken already.
    @Test(arguments: [1, 7, 64, 200])
    func blocksDoNotMatter(_ length: Int) {
        var generator = SeededGenerator(seed: 9)
        let samples = (0..<1_200).map { index in
            normal(using: &generator) + (index % 100 < 5 ? Double(index % 100) * 4 : 0)
        }
        func likenesses(_ length: Int) -> [MatchedFilterDetector.Likeness] {
            var detector = MatchedFilterDetector(rate: 128)
            var found: [MatchedFilterDetector.Likeness] = []
            for start in stride(from: 0, to: samples.count, by: length) {
                let end = min(samples.count, start + length)
                detector.process(samples[start..<end])
                for now in start..<end where now % 100 == 60 {
                    detector.catchUp(to: now)
                    found.append(detector.likeness(near: now - 56))
                    detector.learn(at: now - 56)
                }
            }
            return found
        }
        let (whole, pieced) = (likenesses(samples.count), likenesses(length))
        #expect(whole.count == 12 && whole.map(\.index) == pieced.map(\.index))
        #expect(whole.map(\.value) == pieced.map(\.value))
        #expect(whole.dropFirst().allSatisfy { $0.value > 0.5 })
    }

    private func errors(of differences: [Double], _ whitener: inout NoiseWhitener) -> [Double] {
        let lead = Array(repeating: 0.0, count: NoiseWhitener.order) + differences
        var errors = Array(repeating: 0.0, count: differences.count)
        var start = 0
        while start < differences.count {
            let end = min(differences.count, start + whitener.remaining)
            lead[start..<(end + NoiseWhitener.order)].withUnsafeBufferPointer { block in
                errors.withUnsafeMutableBufferPointer { errors in
                    _ = whitener.process(block, into: errors.extracting(start..<end))
                }
            }
            start = end
        }
        return errors
    }
}
