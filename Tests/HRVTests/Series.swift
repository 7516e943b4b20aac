import Biosignals
import RealModule
import TestKit

/// A rhythm with respiratory and slower waves and a little noise, ms.
func rhythm(_ count: Int, seed: UInt64 = 1, noise: Double = 8) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var seconds = 0.0
    return (0..<count).map { _ in
        let interval =
            850 + 25 * Double.sin(2 * .pi * 0.25 * seconds)
            + 30 * Double.sin(2 * .pi * 0.09 * seconds)
            + Double.random(in: -noise...noise, using: &generator)
        seconds += interval / 1_000
        return interval
    }
}

func nn(_ milliseconds: [Double]) -> NNIntervals {
    NNIntervals(unedited: RRIntervals(milliseconds: milliseconds))
}

/// Beat times, seconds, of a series that starts at 0.
func beatSeconds(_ milliseconds: [Double]) -> [Double] {
    var now = 0.0
    return [0]
        + milliseconds.map { interval in
            now += interval / 1_000
            return now
        }
}
