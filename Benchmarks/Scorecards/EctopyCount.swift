import Foundation

/// Ectopic beats found and normal ones taken for ectopic.
struct EctopyCount {
    private(set) var ectopic = 0
    private(set) var found = 0
    /// Found itself, or the beat next to it: one of its two intervals is then no NN interval.
    private(set) var foundNearby = 0
    private(set) var normal = 0
    private(set) var falsely = 0
    /// Normal beats with no ectopic one among the two on either side.
    private(set) var far = 0
    private(set) var farFalsely = 0

    /// Beat by beat.
    var sensitivity: Double { Self.percent(found, ectopic) }
    var specificity: Double { 100 - Self.percent(falsely, normal) }
    var lenientSensitivity: Double { Self.percent(foundNearby, ectopic) }
    var lenientSpecificity: Double { 100 - Self.percent(farFalsely, far) }

    /// - Parameter flags: one a beat: whether it was called ectopic.
    mutating func add(_ beats: AnnotatedBeats, flags: [Bool]) {
        for index in beats.samples.indices where !beats.fibrillates[index] {
            let near = max(0, index - 2)...min(flags.count - 1, index + 2)
            switch beats.kinds[index] {
            case .ectopic:
                ectopic += 1
                if flags[index] { found += 1 }
                if (max(0, index - 1)...min(flags.count - 1, index + 1)).contains(where: {
                    flags[$0]
                }) {
                    foundNearby += 1
                }
            case .normal:
                normal += 1
                if flags[index] { falsely += 1 }
                guard !near.contains(where: { beats.kinds[$0] == .ectopic }) else { continue }
                far += 1
                if flags[index] { farFalsely += 1 }
            case .unscored: break
            }
        }
    }

    static func += (left: inout Self, right: Self) {
        left.ectopic += right.ectopic
        left.found += right.found
        left.foundNearby += right.foundNearby
        left.normal += right.normal
        left.falsely += right.falsely
        left.far += right.far
        left.farFalsely += right.farFalsely
    }

    private static func percent(_ part: Int, _ whole: Int) -> Double {
        whole > 0 ? 100 * Double(part) / Double(whole) : 0
    }
}
