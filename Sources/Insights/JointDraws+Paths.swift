import RealModule
import Sedentary

/// How likely each epoch was stationary, given that the next one was or was not, as limits of a random
/// word of 64 bits; and how well that explains the epochs.
///
/// Of an epoch's log-likelihood ratio l, still is normal about v/2 and moving about shift − v/2, both
/// of variance v. Steps and acceleration show movement whoever moves: their ratios stand as they are.
struct EpochPaths {
    private(set) var afterStill: [UInt64] = []
    private(set) var afterMoving: [UInt64] = []
    private(set) var logLikelihood = 0.0

    /// - Parameter shift: how much nearer to stillness this person's movement looks, log-odds.
    init(_ epochs: [Epoch], shift: Double, variance: Double) {
        let dwell = EpochClassifier.meanDwell
        var still = dwell.stationary / (dwell.stationary + dwell.active)
        var filtered: [Double] = []
        for (index, epoch) in epochs.enumerated() {
            if index > 0 {
                let (leaves, settles) = Self.changes(into: epoch)
                still = still * (1 - leaves) + (1 - still) * settles
            }
            if epoch.evidence.steps != nil { still = 0.5 }
            if let ratio = Self.ratio(of: epoch) {
                if Self.isBody(epoch) {
                    let middle = variance / 2
                    let asStill = (ratio - middle) * (ratio - middle) / (2 * variance)
                    let away = ratio + middle - shift
                    let asMoving = away * away / (2 * variance)
                    let least = min(asStill, asMoving)
                    let (a, b) = (
                        still * Double.exp(least - asStill),
                        (1 - still) * Double.exp(least - asMoving)
                    )
                    logLikelihood += Double.log(a + b) - least
                    still = a / (a + b)
                } else {
                    still = 1 / (1 + (1 - still) / still * Double.exp(-ratio))
                }
            }
            still = max(1e-4, min(1 - 1e-4, still))
            filtered.append(still)
        }
        for (index, p) in filtered.enumerated() {
            guard index + 1 < epochs.count, epochs[index + 1].evidence.steps == nil else {
                // Nothing follows; or steps, which leave nothing to the minute before.
                afterStill.append(Self.limit(p))
                afterMoving.append(Self.limit(p))
                continue
            }
            let (leaves, settles) = Self.changes(into: epochs[index + 1])
            let stays = (p * (1 - leaves), (1 - p) * settles)
            let moves = (p * leaves, (1 - p) * (1 - settles))
            afterStill.append(Self.limit(stays.0 / (stays.0 + stays.1)))
            afterMoving.append(Self.limit(moves.0 / (moves.0 + moves.1)))
        }
    }

    private static func changes(into epoch: Epoch) -> (leaves: Double, settles: Double) {
        let minutes = (epoch.end.value - epoch.start.value) / 60
        let dwell = EpochClassifier.meanDwell
        return (min(0.5, minutes / dwell.stationary), min(0.5, minutes / dwell.active))
    }

    /// In the order of the names, so that every run adds up to the same digits.
    private static func ratio(of epoch: Epoch) -> Double? {
        let ratios = epoch.logLikelihoodRatios
        guard epoch.pStationary != nil, !ratios.isEmpty else { return nil }
        return ratios.keys.sorted().reduce(0) { $0 + (ratios[$1] ?? 0) }
    }

    private static func isBody(_ epoch: Epoch) -> Bool {
        epoch.evidence.steps == nil && epoch.evidence.acceleration == nil
    }

    private static func limit(_ p: Double) -> UInt64 {
        UInt64(max(0, min(0.999_999_999, p)) * 0x1p64)
    }
}
