import Biosignals
import RealModule
import Sedentary

/// How likely each epoch was stationary, given that the next one was or was not, as limits of a random
/// word of 64 bits.
struct EpochPaths {
    private(set) var afterStill: [UInt64] = []
    private(set) var afterMoving: [UInt64] = []

    /// - Parameter shift: what this person adds to the log-odds of every epoch.
    init(_ epochs: [Epoch], shift: Double) {
        for (index, epoch) in epochs.enumerated() {
            let p = Self.shifted(Self.filtered(epoch), by: shift)
            guard index + 1 < epochs.count, epochs[index + 1].evidence.steps == nil else {
                // Nothing follows; or steps, which leave nothing to the minute before.
                afterStill.append(Self.limit(p))
                afterMoving.append(Self.limit(p))
                continue
            }
            let dwell = EpochClassifier.meanDwell
            let minutes = (epochs[index + 1].end.value - epochs[index + 1].start.value) / 60
            let leaves = min(0.5, minutes / dwell.stationary)
            let settles = min(0.5, minutes / dwell.active)
            let stays = (p * (1 - leaves), (1 - p) * settles)
            let moves = (p * leaves, (1 - p) * (1 - settles))
            afterStill.append(Self.limit(stays.0 / (stays.0 + stays.1)))
            afterMoving.append(Self.limit(moves.0 / (moves.0 + moves.1)))
        }
    }

    private static func filtered(_ epoch: Epoch) -> Double {
        let p =
            epoch.pStationary
            ?? epoch.belief.map { $0.stationary / max(1e-9, $0.stationary + $0.active) } ?? 0.5
        return max(1e-4, min(1 - 1e-4, p))
    }

    private static func shifted(_ p: Double, by shift: Double) -> Double {
        1 / (1 + (1 - p) / p * Double.exp(-shift))
    }

    private static func limit(_ p: Double) -> UInt64 {
        UInt64(max(0, min(0.999_999_999, p)) * 0x1p64)
    }
}
