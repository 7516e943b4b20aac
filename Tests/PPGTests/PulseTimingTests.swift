import Biosignals
import DSP
import PPG
import RealModule
import TestKit
import Testing

/// The claimed timing error against the true one, on pulses whose times are known.
@Suite struct PulseTimingTests {
    /// Claimed and true SD of mid-points, feet and peaks, ms.
    private func errors(noise: Double, rate: Double) throws -> [(claimed: Double, actual: Double)] {
        let signal = SyntheticPPG(rate: rate, duration: 120, noise: noise, seed: 3)
        var processor = try PPGProcessor(rate: Hertz(rate))
        var output = PPGOutput()
        processor.process(signal.samples, into: &output)
        processor.finish(into: &output)
        #expect(output.pulses.count == signal.peaks.count)
        return [output.midpoints, output.feet, output.pulses].map { fiducials in
            let inside = 10..<(fiducials.count - 3)
            let differences = inside.map { fiducials[$0].position / rate - signal.peaks[$0] }
            let mean = differences.reduce(0, +) / Double(differences.count)
            let square = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let claims = inside.compactMap { fiducials[$0].evidence.positionSD }.sorted()
            #expect(claims.count == inside.count)
            return (
                1_000 * claims[claims.count / 2] / rate,
                1_000 * (square / Double(differences.count)).squareRoot()
            )
        }
    }

    @Test(arguments: [64.0, 125, 500])
    func theClaimIsWithinAFactorOfTwoOfTheTruth(_ rate: Double) throws {
        for (claimed, actual) in try errors(noise: 0.03, rate: rate) {
            #expect((0.5...2).contains(claimed / actual), "claims \(claimed) ms, errs \(actual) ms")
        }
    }

    @Test func midpointsAreSurerThanFeetAndPeaks() throws {
        let found = try errors(noise: 0.03, rate: 125)
        #expect(found[0].actual < found[1].actual && found[0].actual < found[2].actual)
        #expect(found[0].actual < 4)
    }

    @Test func theFirstPulsesClaimNothing() throws {
        let signal = SyntheticPPG(rate: 100, duration: 12)
        var processor = try PPGProcessor(rate: 100)
        var output = PPGOutput()
        processor.process(signal.samples, into: &output)
        #expect(output.midpoints[0].evidence.positionSD == nil)
        #expect(output.midpoints.last?.evidence.positionSD != nil)
    }
}
