import Biosignals
import DSP
import RealModule
import TestKit
import Testing

@Suite struct SmoothnessPriorsTests {
    /// (I + λ²·D₂ᵀ·D₂)⁻¹·y by Gauss's elimination of the whole matrix.
    private static func denseTrend(_ samples: [Double], lambda: Double) -> [Double] {
        let count = samples.count
        var matrix = (0..<count).map { row in
            (0..<count).map { row == $0 ? 1.0 : 0 } + [samples[row]]
        }
        for first in 0..<count - 2 {
            let second = [1.0, -2, 1]
            for row in 0..<3 {
                for column in 0..<3 {
                    matrix[first + row][first + column] +=
                        lambda * lambda * second[row] * second[column]
                }
            }
        }
        for pivot in 0..<count {
            for row in 0..<count where row != pivot {
                let factor = matrix[row][pivot] / matrix[pivot][pivot]
                for column in pivot...count {
                    matrix[row][column] -= factor * matrix[pivot][column]
                }
            }
        }
        return (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
    }

    @Test(arguments: [3, 4, 5, 60], [0, 0.5, 10, 500])
    func itIsTheSolutionOfTheWholeMatrix(_ count: Int, _ lambda: Double) {
        let samples = noise(count).enumerated().map {
            800 + 2 * Double($0.offset) + 40 * $0.element
        }
        let trend = SmoothnessPriors(lambda: lambda).trend(of: samples)
        for (value, expected) in zip(trend, Self.denseTrend(samples, lambda: lambda)) {
            expect(value, isClose: expected, withinRelative: 1e-9)
        }
    }

    @Test func byHand() {
        // 0, 0, 3 with λ 1: (I + D·Dᵀ) with D = (1, −2, 1) takes off D·(D·y) / (1 + 6) = 3/7 · D.
        let detrended = SmoothnessPriors(lambda: 1).detrended([0, 0, 3])
        for (value, expected) in zip(detrended, [3.0 / 7, -6.0 / 7, 3.0 / 7]) {
            expect(value, isClose: expected, within: 1e-14)
        }
    }

    @Test func aLineIsAllTrend() {
        let line = (0..<1_200).map { 800 - 0.1 * Double($0) }
        #expect(SmoothnessPriors().detrended(line).allSatisfy { abs($0) < 1e-9 })
        #expect(SmoothnessPriors().detrended([1, 2]) == [0, 0])
        #expect(SmoothnessPriors().detrended([]).isEmpty)
    }

    @Test func timeReversedGivesTheSameReversed() {
        let samples = noise(500)
        let (forth, back) = (
            SmoothnessPriors().detrended(samples),
            SmoothnessPriors().detrended(samples.reversed())
        )
        for (value, other) in zip(forth, back.reversed()) {
            expect(value, isClose: other, within: 1e-10)
        }
    }

    @Test func halfThePowerPassesWhereItSays() throws {
        // The middle of a long sine at that frequency, far from the ends.
        let priors = SmoothnessPriors()
        let cutoff = try #require(priors.cutoff(rate: 4))
        expect(cutoff.value, isClose: 0.0355, within: 5e-5)
        let sine = (0..<8_000).map { Double.sin(2 * .pi * cutoff.value * Double($0) / 4) }
        let detrended = priors.detrended(sine)
        for index in 3_500..<4_500 {
            expect(detrended[index], isClose: sine[index] * 0.5.squareRoot(), within: 1e-9)
        }
        #expect(SmoothnessPriors(lambda: 0.1).cutoff(rate: 4) == nil)
    }
}
