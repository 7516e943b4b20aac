import TestKit
import Testing

@testable import EDA

@Suite struct NoiseFloorTests {
    @Test(arguments: [0.001, 0.01, 1])
    func measuresWhiteNoise(_ deviation: Double) {
        var generator = SeededGenerator(seed: 2)
        var floor = NoiseFloor()
        var sum = 0.0
        for index in 0..<4_000 {
            floor.process(5 + 0.01 * Double(index) * deviation + deviation * gaussian(&generator))
            if index >= 2_000 { sum += floor.deviation / 2_000 }
        }
        expect(sum, isClose: deviation, withinRelative: 0.15)
    }

    @Test func aSlopeIsNoNoise() {
        var floor = NoiseFloor()
        for index in 0..<500 { floor.process(0.1 * Double(index)) }
        #expect(floor.deviation < 1e-3)
    }
}
