import Biosignals
import RealModule
@testable import Respiration
import Testing

@Suite struct BreathingWitnessTests {
    /// A rhythm of 15 a minute at a rate that is no multiple of the witness's own.
    private func witness(of seconds: Int) -> BreathingWitness {
        var witness = BreathingWitness()
        for index in 0..<Int(12.5 * Double(seconds)) {
            let time = Double(index) / 12.5
            witness.append(3 + .sin(2 * .pi * 0.25 * time), at: time)
        }
        return witness
    }

    private func prominence(_ rate: Double, before end: Int, of seconds: Int) -> Double? {
        var found = witness(of: seconds)
        return found.prominence(of: PerMinute(rate), before: end)
    }

    @Test func powerLiesAtTheRhythmAndNowhereElse() throws {
        // All of the power in 13 of 66 bins would be 66 / 13 = 5.1 times an even spectrum's.
        #expect(try #require(prominence(15, before: 76, of: 80)) > 4.9)
        #expect(try #require(prominence(30, before: 76, of: 80)) < 0.1)
        #expect(try #require(prominence(7, before: 76, of: 80)) < 0.5)
    }

    @Test func nothingIsSaidBeforeThereIsAWholePiece() {
        #expect(prominence(15, before: 28, of: 31) == nil)
        #expect(prominence(15, before: 36, of: 40) != nil)
        // Nor of what is long forgotten.
        #expect(prominence(15, before: 60, of: 300) == nil)
    }

    @Test(arguments: [0.0, 1, 80, 1e9])
    func aRateOutsideTheBandIsJudgedAtItsEdge(_ rate: Double) throws {
        #expect(try #require(prominence(rate, before: 76, of: 80)) < 0.3)
    }
}
