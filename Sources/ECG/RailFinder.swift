import DSP

/// Finds the rails of an amplifier by itself: the highest and the lowest value the signal ever had,
/// if it came back to exactly that value, and stayed there, in several seconds.
///
/// Input: raw seconds in order. Output: whether a second stands at a rail somewhere.
/// A peak that happens to be the highest so far is no rail: another second must reach the same value
/// with more than one sample, three times in all, and none may go beyond it.
struct RailFinder: Sendable, Equatable {
    private static let secondsMin = 3
    /// Samples at the second's two extremes; a signal that stands at neither has one at each.
    private static let samplesMin = 4.0

    private var highest = -Double.infinity
    private var lowest = Double.infinity
    private var atHighest = 0
    private var atLowest = 0

    mutating func process(_ second: RawSecond) -> Bool {
        let stays = second.extremeShare * Double(second.count) >= Self.samplesMin - 0.5
        if second.highest > highest {
            highest = second.highest
            atHighest = 0
        }
        if second.lowest < lowest {
            lowest = second.lowest
            atLowest = 0
        }
        let (top, bottom) = (second.highest == highest, second.lowest == lowest)
        if stays, top { atHighest += 1 }
        if stays, bottom { atLowest += 1 }
        guard stays else { return false }
        return top && atHighest >= Self.secondsMin || bottom && atLowest >= Self.secondsMin
    }
}
