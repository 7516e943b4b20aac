import Biosignals
import TestKit
import Testing

@testable import PPG

@Suite struct VarianceMeterTests {
    @Test func everySecondHasItsVariance() {
        var meter = VarianceMeter(rate: 4)
        let seconds = [1e6, 1e6 + 2, 1e6, 1e6 + 2, 5, 5, 5, 5, 9].compactMap { meter.process($0) }
        // 0 2 0 2 about 1: mean square 1.
        #expect(seconds == [.init(index: 0, variance: 1), .init(index: 1, variance: 0)])
    }

    @Test func aRateThatIsNoWholeNumberDoesNotDrift() {
        var meter = VarianceMeter(rate: 62.5)
        let count = (0..<6_250).count { _ in meter.process(1) != nil }
        #expect(count == 100)
    }
}
