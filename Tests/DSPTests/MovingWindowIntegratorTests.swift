import Biosignals
import DSP
import TestKit
import Testing

@Suite struct MovingWindowIntegratorTests {
    @Test(arguments: chunkings(of: 500))
    func outputDoesNotDependOnChunking(_ chunks: [Range<Int>]) throws {
        let signal = noise(500)
        let fresh = try MovingWindowIntegrator(rate: 250)
        var (whole, pieced) = (fresh, fresh)
        let expected = whole.process(chunk: signal)
        #expect(chunks.flatMap { pieced.process(chunk: signal[$0]) } == expected)
    }

    @Test func byHand() throws {
        // 4 ms at 500 Hz: windows of two samples, the first half empty.
        var integrator = try MovingWindowIntegrator(window: 4, rate: 500)
        #expect(integrator.count == 2)
        #expect(integrator.process(chunk: [2, 4, 6, 0]) == [1, 3, 5, 3])
    }

    @Test func aWindowHoldsASample() {
        #expect(throws: DSPError.windowHoldsNoSample(window: 1, rate: 100)) {
            try MovingWindowIntegrator(window: 1, rate: 100)
        }
    }

    @Test func roundingDoesNotPileUp() throws {
        var integrator = try MovingWindowIntegrator(window: 30, rate: 100)
        for sample in [1e12, -1e12, 0.1] { _ = integrator.process(sample) }
        let output = integrator.process(chunk: Array(repeating: 0.1, count: 6))
        expect(output[5], isClose: 0.1, within: 1e-15)
    }
}
