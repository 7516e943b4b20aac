import RealModule
import TestKit
import Testing

@testable import EDA

@Suite struct BatemanWaveTests {
    /// e^(−t/2) − e^(−t/0.7) is highest at ln(2/0.7) · 2 · 0.7 / (2 − 0.7) = 1.1306 s.
    @Test func theTopIsWhereTheSlopeEnds() {
        let wave = BatemanWave(onset: 3, amplitude: 0.4, slow: 2, fast: 0.7)
        expect(wave.rise, isClose: 1.130_6, within: 1e-4)
        expect(wave.amplitude, isClose: 0.4, within: 1e-12)
        let value = { (t: Double) in wave.gain * (Double.exp(-t / 2) - .exp(-t / 0.7)) }
        expect(value(wave.rise), isClose: 0.4, within: 1e-9)
        #expect(value(wave.rise + 0.01) < 0.4 && value(wave.rise - 0.01) < 0.4)
        expect(value(wave.rise + wave.halfRecovery), isClose: 0.2, within: 1e-3)
    }
}

@Suite struct SymmetricSystemTests {
    /// 4x + 2y = 10 and 2x + 3y = 9: x = 1.5, y = 2. The inverse is (3 −2; −2 4) / 8.
    @Test func solvesTwoEquations() throws {
        var system = SymmetricSystem(size: 2)
        system.add(4, row: 0, column: 0)
        system.add(2, row: 1, column: 0)
        system.add(3, row: 1, column: 1)
        system.add(10, right: 0)
        system.add(9, right: 1)
        let factor = try #require(system.factor(damping: 0))
        let solution = system.solve(factor)
        expect(solution[0], isClose: 1.5, within: 1e-12)
        expect(solution[1], isClose: 2, within: 1e-12)
        expect(system.inverseDiagonal(0, factor), isClose: 3.0 / 8, within: 1e-12)
        expect(system.inverseDiagonal(1, factor), isClose: 0.5, within: 1e-12)
        system.add(-9, row: 1, column: 1)
        #expect(system.factor(damping: 0) == nil)
    }
}

@Suite struct LevelSplineTests {
    @Test func weightsSumToOneAndReproduceALine() {
        let spline = LevelSpline(samples: 81, spacing: 40)
        #expect(spline.count == 5)
        // The coefficients of a line are the line at the functions' centres: −40, 0, 40, 80, 120.
        let line = spline.values([-40, 0, 40, 80, 120])
        for (index, value) in line.enumerated() {
            expect(value, isClose: Double(index), within: 1e-9)
            expect(spline.weights(at: index).values.sum(), isClose: 1, within: 1e-12)
        }
        let (first, sums) = spline.products(with: [1, 1, 1], from: 39)
        var expected = [0.0, 0, 0, 0, 0]
        for sample in 39..<42 {
            let (start, weights) = spline.weights(at: sample)
            for lane in 0..<4 { expected[start + lane] += weights[lane] }
        }
        for (place, sum) in sums.enumerated() {
            expect(sum, isClose: expected[first + place], within: 1e-12)
        }
    }
}
