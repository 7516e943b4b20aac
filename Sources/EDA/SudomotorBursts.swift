import Biosignals
import DSP
import RealModule

/// Finds the bursts that drive skin conductance: peaks of its slope that stand out of what was just
/// before, whatever the slope's sign.
///
/// Input:  the slope of low-passed skin conductance, µS/s, one value at a time. Output: bursts as
///         indices of those values, in order, never revised.
/// Delay:  known when the slope has fallen by half of what it rose, about 0.7 s after the burst.
///
/// A response of Bateman shape begins with a corner: its slope jumps, and falls within the 0.5…1 s
/// that sweat takes to reach the duct, while the falling limb of the one before changes its slope
/// over 2…4 s. So one on the falling limb of another stands alone, and a drift is a constant; both
/// go when the foot of a pulse is taken from its top.
/// Differs: Alexander et al. (2005), doi:10.1016/j.jneumeth.2005.02.001, take both poles of the wave
///         back. Adding the slow one, y′ + y/τ, was tried and found 0.5 % fewer on varied decays.
struct SudomotorBursts: Sendable {
    struct Burst: Sendable, Equatable {
        /// Where the slope left its foot, and where it was highest.
        var onset: Int
        var top: Int
        /// Top less foot, µS/s.
        var height: Double
    }

    /// A pulse is at its top so soon; what rises more slowly is the end of a decay.
    private static let footMax: Seconds = 1.5
    /// Share of its height that a pulse has to lose before it counts.
    private static let fall = 0.5
    /// The share of a pulse at which it begins.
    private static let onsetShare = 0.15

    private let rate: Double
    private let footSamples: Int
    private let heightMin: Double
    private(set) var slopes: SampleHistory
    /// Where the slope was lowest since the last burst, and highest since then.
    private var low: (index: Int, value: Double) = (0, .infinity)
    private var top: (index: Int, value: Double)?
    private var last = 0

    init(rate: Hertz, heightMin: Double) {
        self.rate = rate.value
        self.heightMin = heightMin
        footSamples = max(2, Int(Self.footMax.value * rate.value))
        slopes = SampleHistory(holding: Int(8 * rate.value) + 4)
    }

    mutating func append(_ slope: Double) { slopes.append(slope) }

    /// - Parameter noise: what the slope moves by noise alone, µS/s; raises the threshold.
    mutating func next(noise: Double) -> Burst? {
        let now = slopes.count - 1
        let value = slopes[now]
        guard let highest = top else {
            if value < low.value || now - low.index > footSamples { low = lowest(before: now) }
            if value - low.value > max(heightMin, noise) { top = (now, value) }
            return nil
        }
        if value > highest.value {
            top = (now, value)
            return nil
        }
        let foot = lowest(before: highest.index)
        let height = highest.value - foot.value
        guard highest.value - value > Self.fall * height || now - highest.index > footSamples
        else { return nil }
        top = nil
        low = (now, value)
        last = highest.index
        guard height > max(heightMin, noise) else { return nil }
        var onset = highest.index
        while onset > foot.index, slopes[onset - 1] > foot.value + Self.onsetShare * height {
            onset -= 1
        }
        return Burst(onset: onset, top: highest.index, height: height)
    }

    mutating func interrupt() {
        top = nil
        last = slopes.count
        low = (slopes.count, .infinity)
    }

    private func lowest(before index: Int) -> (index: Int, value: Double) {
        var found = (index: index, value: slopes[index])
        var place = index
        let first = max(index - footSamples, last, slopes.oldest)
        while place > first {
            place -= 1
            if slopes[place] < found.value { found = (place, slopes[place]) }
        }
        return found
    }
}

extension HannSmoother {
    /// SD of the slope, per second, that white noise of SD 1 leaves after this and then `next`.
    func slopeGain(before next: HannSmoother, rate: Hertz) -> Double {
        var (first, second) = (self, next)
        _ = second.process(first.process(0))
        let reach = 2 * (delay + next.delay) + 4
        let taps = (0..<2 * reach).map { second.process(first.process($0 == 2 ? 1 : 0)) }
        let slopes = zip(taps.dropFirst(2), taps).map { ($0 - $1) * rate.value / 2 }
        return slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
