import Biosignals
import DSP
import RealModule

/// Finds the bursts that drive skin conductance: its slope with the decay added back, searched for
/// peaks that stand out.
///
/// Input:  low-passed skin conductance, µS, one sample at a time. Output: bursts as indices of those
///         samples, in order, never revised.
/// Delay:  known when the driver has fallen by half of what it rose, about 0.7 s after the burst.
///
/// A response of Bateman shape is a burst filtered by a fast pole (sweat reaching the duct, 0.5…1 s)
/// and a slow one (its drying, 1.5…4 s). y′ + y/τ takes the slow pole back: what is left of each
/// response is a pulse of the fast pole, so that one on the falling limb of another stands alone.
/// The level adds a constant to it and its drift nearly one; both go when the foot of a pulse is
/// taken from its top.
/// Source: Alexander et al. (2005), doi:10.1016/j.jneumeth.2005.02.001, who did it with both poles.
/// Differs: one pole only, since the second would cost twice the noise.
struct SudomotorBursts: Sendable {
    struct Burst: Sendable, Equatable {
        /// Where the driver left its foot, and where it was highest.
        var onset: Int
        var top: Int
        /// Top less foot, µS/s.
        var height: Double
    }

    /// The middle of the decays that Alexander et al. and Greco et al. (2016) work with, 2…4 s.
    static let decay: Seconds = 2.5
    /// A pulse is at its top so soon; what rises more slowly is a decay that was not the assumed.
    private static let footMax: Seconds = 1.5
    /// Share of its height that a pulse has to lose before it counts.
    private static let fall = 0.5
    /// The share of a pulse at which it begins.
    private static let onsetShare = 0.15

    private let rate: Double
    private let footSamples: Int
    private let heightMin: Double
    private(set) var driver: SampleHistory
    /// Where the driver was lowest since the last burst, and highest since then.
    private var low: (index: Int, value: Double) = (0, .infinity)
    private var top: (index: Int, value: Double)?
    private var last = 0

    init(rate: Hertz, heightMin: Double) {
        self.rate = rate.value
        self.heightMin = heightMin
        footSamples = max(2, Int(Self.footMax.value * rate.value))
        driver = SampleHistory(holding: Int(8 * rate.value) + 4)
    }

    /// The next value of the driver is that of the sample before the last one of the signal.
    mutating func append(slope: Double, level: Double) {
        driver.append(slope + level / Self.decay.value)
    }

    /// - Parameter noise: what the driver moves by noise alone, µS/s; raises the threshold.
    mutating func next(noise: Double) -> Burst? {
        let now = driver.count - 1
        let value = driver[now]
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
        while onset > foot.index, driver[onset - 1] > foot.value + Self.onsetShare * height {
            onset -= 1
        }
        return Burst(onset: onset, top: highest.index, height: height)
    }

    mutating func interrupt() {
        top = nil
        last = driver.count
        low = (driver.count, .infinity)
    }

    private func lowest(before index: Int) -> (index: Int, value: Double) {
        var found = (index: index, value: driver[index])
        var place = index
        let first = max(index - footSamples, last, driver.oldest)
        while place > first {
            place -= 1
            if driver[place] < found.value { found = (place, driver[place]) }
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
