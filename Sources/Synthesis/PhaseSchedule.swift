import Biosignals

/// What the body is asked to do at one instant.
struct BodyState: Equatable, Sendable {
    var heartRate: Double
    var rmssd: Double
    var breathing: Double
    var scrRate: Double
    var motion: Double

    func mixed(with other: BodyState, share: Double) -> BodyState {
        func mix(_ own: Double, _ its: Double) -> Double { own + share * (its - own) }
        return BodyState(
            heartRate: mix(heartRate, other.heartRate), rmssd: mix(rmssd, other.rmssd),
            breathing: mix(breathing, other.breathing), scrRate: mix(scrRate, other.scrRate),
            motion: mix(motion, other.motion))
    }
}

/// The phases laid out in time; a pure function from seconds to the state of the body.
struct PhaseSchedule: Equatable, Sendable {
    private struct Stretch: Equatable, Sendable {
        let start: Double
        let end: Double
        let first: BodyState
        let last: BodyState
    }

    /// Time that a change of phase takes.
    private static let transition = 30.0

    private let stretches: [Stretch]
    let end: Double

    init(_ phases: [SyntheticPerson.Phase]) {
        var stretches: [Stretch] = []
        var start = 0.0
        for phase in phases {
            let first = BodyState(
                heartRate: phase.heartRate.value, rmssd: phase.rmssd.value,
                breathing: phase.breathing.value, scrRate: phase.scrRate.value,
                motion: phase.motion)
            var last = first
            last.rmssd = phase.rmssdAtEnd.value
            let end = start + phase.duration.value
            stretches.append(Stretch(start: start, end: end, first: first, last: last))
            start = end
        }
        self.stretches = stretches
        end = start
    }

    /// Before the first phase it has just begun, after the last it has just ended.
    func state(at seconds: Double) -> BodyState {
        let index = stretches.firstIndex { seconds < $0.end } ?? stretches.count - 1
        let stretch = stretches[index]
        let progress = (seconds - stretch.start) / (stretch.end - stretch.start)
        let now = stretch.first.mixed(with: stretch.last, share: min(max(progress, 0), 1))
        let share = (seconds - stretch.start) / Self.transition
        guard index > 0, share < 1 else { return now }
        let smooth = share * share * (3 - 2 * share)
        return stretches[index - 1].last.mixed(with: now, share: smooth)
    }
}
