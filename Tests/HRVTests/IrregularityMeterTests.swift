import RealModule
import TestKit
import Testing

@testable import HRV

struct IrregularityMeterTests {
    private func meter(_ logs: [Double]) -> IrregularityMeter {
        IrregularityMeter(of: logs.map { 800 * Double.exp($0) }[...])
    }

    /// F of four and 92 degrees of freedom has the mean 92/90, and exceeds 3.5 once in a hundred.
    @Test func nothingForetellsIndependentDraws() {
        let ratios = (1...400).map { seed in
            meter(normalNumbers(100, seed: UInt64(seed)).map { 0.2 * $0 }).foretold
        }
        let mean = ratios.reduce(0, +) / Double(ratios.count)
        expect(mean, isClose: 1.02, within: 0.15)
        #expect(ratios.count { $0 > 3.5 } <= 12)
    }

    /// z_n = a z_(n−1) + e explains a² of the variance: F is near a²/(1 − a²)·92/4.
    @Test func anAutoregressionIsForetold() {
        for share in [0.3, 0.6] {
            let ratios = (1...100).map { seed in
                let noise = normalNumbers(400, seed: UInt64(seed))
                var value = 0.0
                let series = noise.map { step in
                    value = share.squareRoot() * value + 0.05 * step
                    return value
                }
                return meter(Array(series.suffix(400))).foretold
            }
            let mean = ratios.reduce(0, +) / Double(ratios.count)
            let expected = share / (1 - share) * 392 / 4
            expect(mean, isClose: expected, within: 0.15 * expected)
        }
    }

    @Test func aRampIsNoIrregularity() {
        let flat = meter((0..<50).map { 0.02 * Double($0) })
        #expect(flat.jump <= 0.02 + 1e-9)
        let still = meter(Array(repeating: 0, count: 50))
        #expect(still.jump == 0 && still.foretold > 4)
        #expect(meter((0..<50).map { 0.3 * Double($0 % 3) }).foretold > 1e6)
    }

    @Test func independentDrawsJumpByTheirSpread() {
        // The median of |x − y| of two normal numbers is 0.954 of their deviation.
        let jumps = (1...50).map { seed in
            meter(normalNumbers(100, seed: UInt64(seed)).map { 0.2 * $0 }).jump
        }
        let mean = jumps.reduce(0, +) / 50
        #expect(mean > 0.14 && mean < 0.19)
    }

    /// A sine of six beats is a wave: neighbours correlate by cos 60°, the opposite stands three beats on.
    /// Bigeminy, a run of early beats, a ramp and random draws are none.
    @Test func onlyAWaveIsAWave() {
        let noise = normalNumbers(100, seed: 3).map { 0.01 * $0 }
        func isWave(_ shape: (Int) -> Double) -> Bool {
            meter(noise.indices.map { shape($0) + noise[$0] }).isWave
        }
        #expect(isWave { 0.1 * Double.sin(2 * .pi * Double($0) / 6) })
        #expect(!isWave { $0 % 2 == 0 ? -0.3 : 0.1 })
        #expect(!isWave { $0 % 3 == 0 ? -0.3 : $0 % 3 == 1 ? 0.2 : 0 })
        #expect(!isWave { (40..<70).contains($0) ? -0.4 : 0 })
        #expect(!isWave { 0.005 * Double($0) })
        #expect(!isWave { _ in 0 })
    }
}
