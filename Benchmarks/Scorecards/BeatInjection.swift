import TestKit

/// What is done to a clean rhythm.
enum BeatInjection: String, CaseIterable {
    case missed, extra, ectopic
    case displaced15 = "displaced 15 %"
    case displaced8 = "displaced 8 %"
    case displaced120 = "displaced 120 ms"
    case displaced60 = "displaced 60 ms"

    static let perSegment = 5
    /// Beats between two artefacts, and from one to an end of the segment.
    private static let spacing = 8

    /// Beat times, s, with five artefacts, and where each of them is.
    func beats(
        of intervals: [Double], using generator: inout SeededGenerator
    ) -> (beats: [Double], places: [Double]) {
        var beats = [0.0]
        for interval in intervals { beats.append(beats[beats.count - 1] + interval / 1_000) }
        var chosen: [Int] = []
        while chosen.count < Self.perSegment {
            let place = Int.random(
                in: Self.spacing..<(intervals.count - Self.spacing), using: &generator)
            if chosen.allSatisfy({ abs($0 - place) >= Self.spacing }) { chosen.append(place) }
        }
        var places: [Double] = []
        for place in chosen.sorted(by: >) {
            let before = intervals[place - 1] / 1_000
            let sign: Double = Bool.random(using: &generator) ? 1 : -1
            switch self {
            case .missed:
                places.append(beats[place])
                beats.remove(at: place)
                continue
            case .extra:
                let share = Double.random(in: 0.35...0.65, using: &generator)
                let at = beats[place] + share * intervals[place] / 1_000
                places.append(at)
                beats.insert(at, at: place + 1)
                continue
            case .ectopic: beats[place] -= 0.30 * before
            case .displaced15: beats[place] += sign * 0.15 * before
            case .displaced8: beats[place] += sign * 0.08 * before
            case .displaced120: beats[place] += sign * 0.120
            case .displaced60: beats[place] += sign * 0.060
            }
            places.append(beats[place])
        }
        return (beats, places.reversed())
    }
}
