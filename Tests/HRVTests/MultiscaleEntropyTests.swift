import Biosignals
import HRV
import RealModule
import TestKit
import Testing

@Suite struct MultiscaleEntropyTests {
    /// Normal values: at scale τ two means differ by a normal number of variance 2σ² / τ, so two
    /// values match with probability erf(r √τ / 2σ), each as likely as the one before.
    @Test func whiteNoiseHasAClosedForm() throws {
        var generator = SeededGenerator(seed: 5)
        let noise = (0..<6_000).map { _ -> Double in
            let radius = (-2 * Double.log(1 - .random(in: 0..<1, using: &generator))).squareRoot()
            return 800 + 50 * radius * .cos(.random(in: 0..<2 * .pi, using: &generator))
        }
        let entropy = try #require(MultiscaleEntropy(of: nn(noise), tolerance: 10))
        var sum = 0.0
        for (index, scale) in entropy.scales.enumerated() {
            let expected = -Double.log(.erf(0.1 * Double(index + 1).squareRoot()))
            let value = try #require(scale.value)
            expect(value, isClose: expected, within: 0.1)
            sum += value
        }
        #expect(entropy.scales.count == 5)
        #expect(entropy.complexityIndex() == sum)
        let first = SampleEntropy(of: nn(noise), tolerance: 10)
        #expect(entropy.scales[0] == first)
    }

    /// Scale 1 is not counted again; of another tolerance it would be another.
    @Test func whatIsKnownIsTaken() throws {
        let series = nn(rhythm(1_500))
        let first = SampleEntropy(of: series, tolerance: 8)
        let whole = try #require(MultiscaleEntropy(of: series, tolerance: 8))
        #expect(MultiscaleEntropy(of: series, tolerance: 8, first: first) == whole)
        // One that cannot be told from its tolerance: taken as it is.
        let other = SampleEntropy(of: nn(rhythm(1_500, seed: 9)), tolerance: 8)
        #expect(
            MultiscaleEntropy(of: series, tolerance: 8, first: other)?.scales.first == other)
        #expect(MultiscaleEntropy(of: series, tolerance: 9, first: first)?.scales.first != first)
    }

    /// 2,000 intervals: a gap after the first 999 leaves, at scale 2, 499 and 500 means, none of
    /// both sides; one more interval before the gap would make 500 and 500.
    @Test func noMeanSpansAGap() throws {
        let series = rhythm(2_000)
        var broken = nn(series)
        broken.followsPrevious[999] = false
        let scales = try #require(MultiscaleEntropy(of: broken, tolerance: 8, scales: 2)).scales
        func means(_ part: ArraySlice<Double>) -> [Double] {
            stride(from: part.startIndex, to: part.endIndex - 1, by: 2).map {
                (part[$0] + part[$0 + 1]) / 2
            }
        }
        let (before, after) = (means(series[..<999]), means(series[999...]))
        #expect(before.count == 499 && after.count == 500)
        var coarse = nn(before + after)
        coarse.followsPrevious[499] = false
        #expect(scales[1] == SampleEntropy(of: coarse, tolerance: 8))
    }

    @Test func tooFewHaveNone() throws {
        #expect(MultiscaleEntropy(of: nn(rhythm(999)), tolerance: 8) == nil)
        let thousand = try #require(
            MultiscaleEntropy(of: nn(rhythm(1_000)), tolerance: 8, scales: 20))
        #expect(thousand.scales.count == 5)
        #expect(thousand.complexityIndex(upTo: 6) == nil)
        let flat = try #require(
            MultiscaleEntropy(of: nn(Array(repeating: 800, count: 1_000)), tolerance: 0))
        #expect(flat.complexityIndex() == nil)
    }
}
