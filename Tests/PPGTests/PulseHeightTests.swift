import TestKit
import Testing

@testable import PPG

@Suite struct PulseHeightTests {
    @Test func aPulseTwiceAsHighIsDoubtedAndOneThreeTimesAsHighIsNone() {
        var height = PulseHeight()
        #expect(height.worth(of: 5) == 1)
        for _ in 0..<10 { height.append(2) }
        #expect(height.worth(of: 2) == 1 && height.worth(of: 3) == 1 && height.worth(of: 0.6) == 1)
        // Twice: (3 − 2) / (3 − 1.5).
        expect(height.worth(of: 4), isClose: 2.0 / 3, within: 1e-12)
        #expect(height.worth(of: 6) == 0)
        // A fifth: (0.2 − 0.1) / (0.3 − 0.1).
        expect(height.worth(of: 0.4), isClose: 0.5, within: 1e-12)
    }

    @Test func wildPulsesDoNotMoveItAndANewHeightIsSoonTheRule() {
        var height = PulseHeight()
        for _ in 0..<9 { height.append(1) }
        for _ in 0..<4 {
            #expect(height.worth(of: 1_000) == 0)
            height.append(1_000)
        }
        #expect(height.worth(of: 1) == 1)
        height.append(1_000)
        // Five of nine: now the small ones are strange.
        #expect(height.worth(of: 1_000) == 1 && height.worth(of: 1) == 0)
    }
}
