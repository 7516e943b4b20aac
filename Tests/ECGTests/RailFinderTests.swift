import Biosignals
import DSP
import Testing

@testable import ECG

struct RailFinderTests {
    /// What the finder says of seconds of 100 samples: a ramp that never stays, with `top` and
    /// `bottom` held for as many samples as said.
    private func found(_ seconds: [(top: Double, held: Int, bottom: Double, heldLow: Int)])
        -> [Bool]
    {
        var meter = SecondMeter(rate: 100)
        var finder = RailFinder()
        var answers: [Bool] = []
        for second in seconds {
            var samples = (0..<100).map { Double($0) / 10 }
            for index in 0..<second.held { samples[20 + index] = second.top }
            // The lowest of each second lies higher than the one before, and is no rail.
            for index in 0..<second.heldLow {
                samples[60 + index] =
                    second.bottom + (second.heldLow > 1 ? 0 : Double(answers.count))
            }
            for sample in samples {
                if let raw = meter.process(sample) { answers.append(finder.process(raw)) }
            }
        }
        return answers
    }

    @Test func aRailIsReachedAgainAndAgainAndNeverPassed() {
        let clipped = (top: 2_047.0, held: 6, bottom: -50.0, heldLow: 1)
        let free = (top: 900.0, held: 1, bottom: -50.0, heldLow: 1)
        // A higher value later: what it came back to before was no rail.
        let higher = (top: 2_100.0, held: 6, bottom: -50.0, heldLow: 1)
        #expect(
            found([clipped, clipped, clipped, clipped, free, clipped, higher, clipped])
                == [false, false, true, true, false, true, false, false])
    }

    @Test func theLowerRailCountsToo() {
        let seconds = (0..<3).map {
            (top: 100 - Double($0), held: 1, bottom: -2_048.0, heldLow: 5)
        }
        #expect(found(seconds) == [false, false, true])
    }

    @Test func peaksOfOneSampleAreNoRail() {
        let peak = (top: 500.0, held: 1, bottom: -50.0, heldLow: 1)
        #expect(found(Array(repeating: peak, count: 20)) == Array(repeating: false, count: 20))
    }
}
