import Biosignals

import RealModule

/// One breath: inhaling, then exhaling.
struct Breath: Equatable, Sendable {
    let start: Double
    let duration: Double
    /// Depth relative to the usual, about 1.
    let depth: Double

    var end: Double { start + duration }
}

/// Breath after breath, each a little different from the last.
struct BreathRhythm: Equatable, Sendable {
    /// Share of a breath spent inhaling.
    private static let inhaling = 0.4
    private static let durationSpread = 0.06
    private static let depthSpread = 0.10

    private(set) var breaths: [Breath] = []
    private var generator: SplitMix64

    init(seed: UInt64, from start: Double) {
        generator = SplitMix64(seed: seed, stream: .breath)
        breaths.append(Breath(start: start, duration: 4, depth: 1))
    }

    mutating func extend(through seconds: Double, schedule: PhaseSchedule) {
        while let last = breaths.last, last.end <= seconds {
            let usual = 60 / schedule.state(at: last.end).breathing
            let stretch = min(max(1 + Self.durationSpread * generator.normal(), 0.7), 1.4)
            let depth = min(max(1 + Self.depthSpread * generator.normal(), 0.5), 1.6)
            breaths.append(Breath(start: last.end, duration: usual * stretch, depth: depth))
        }
    }

    mutating func forget(before seconds: Double) {
        let old = breaths.prefix { $0.end < seconds }.count
        breaths.removeFirst(min(old, breaths.count - 1))
    }

    /// Phase of the breath in radians, 0 where inhaling begins, 2π at the end; linear in time.
    func phase(at seconds: Double) -> Double {
        guard let breath = breath(at: seconds) else { return 0 }
        return 2 * .pi * (seconds - breath.start) / breath.duration
    }

    /// Volume of the chest, −0.5 before inhaling to +0.5 (and more with depth) at its top.
    func volume(at seconds: Double) -> Double {
        guard let breath = breath(at: seconds) else { return 0 }
        let share = (seconds - breath.start) / breath.duration
        let turn =
            share < Self.inhaling
            ? share / Self.inhaling : 1 + (share - Self.inhaling) / (1 - Self.inhaling)
        return breath.depth * (0.5 - 0.5 * Double.cos(.pi * turn)) - 0.5
    }

    private func breath(at seconds: Double) -> Breath? {
        breaths.last { $0.start <= seconds } ?? breaths.first
    }
}
