import Biosignals

import RealModule

/// When the sweat glands fire, and how strongly: a Poisson process whose rate follows the schedule
/// with at least a second between bursts, amplitudes log-normal around 0.25 µS.
struct SudomotorRhythm: Equatable, Sendable {
    private static let spacingMin = 1.0
    private static let amplitudeMedian = 0.25
    private static let amplitudeRange = 0.05...2.0
    /// Bursts are drawn at this rate, per second, and thinned to the one that holds at the time.
    private static let drawRate = 1.0

    private(set) var scrs: [SyntheticTruth.SCR] = []
    private var next: Double
    private var last: Double
    private var generator: SplitMix64

    init(seed: UInt64, from start: Double) {
        var generator = SplitMix64(seed: seed, stream: .scr)
        next = start + generator.exponential(mean: 1 / Self.drawRate)
        last = start
        self.generator = generator
    }

    mutating func extend(through seconds: Double, schedule: PhaseSchedule) {
        while next <= seconds {
            let rate = schedule.state(at: next).scrRate / 60
            // The pause after each burst is made up for by firing more readily after it.
            let eager = rate / (1 - rate * Self.spacingMin)
            let chance = generator.uniform()
            let size = generator.normal()
            if next - last >= Self.spacingMin, chance < eager / Self.drawRate {
                fire(size: size)
                last = next
            }
            next += generator.exponential(mean: 1 / Self.drawRate)
        }
    }

    mutating func forget(before seconds: Double) {
        scrs.removeFirst(scrs.prefix { $0.onsetSeconds < seconds }.count)
    }

    private mutating func fire(size: Double) {
        let amplitude = min(
            max(Self.amplitudeMedian * Double.exp(0.6 * size), Self.amplitudeRange.lowerBound),
            Self.amplitudeRange.upperBound)
        scrs.append(
            SyntheticTruth.SCR(
                onsetSeconds: next, peakSeconds: next + ElectrodermalModel.peakSeconds,
                amplitudeMicrosiemens: amplitude))
    }
}
