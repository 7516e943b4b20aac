import Biosignals

/// What a page shows and no window needs: marks and judged seconds as they are found, and rolling
/// variability of a pulse where there is no ECG.
struct SessionSights: Sendable {
    /// A breath or a response of the skin.
    struct Sight: Equatable, Sendable {
        let channel: Int
        let seconds: Double
        let quality: Double
        let isBreath: Bool
    }

    /// If nobody takes them they are no history.
    private static let countMax = 4_096

    private(set) var sights: [Sight] = []
    private(set) var judged: [(channel: Int, second: Int, quality: SignalQuality)] = []
    var pulse: RollingVariability

    /// - Parameter rollsAtEveryBeat: costs about a millisecond for each.
    init(rollsAtEveryBeat: Bool) { pulse = RollingVariability(atEveryBeat: rollsAtEveryBeat) }

    mutating func note(_ sight: Sight) {
        if sights.count < Self.countMax { sights.append(sight) }
    }

    mutating func note(channel: Int, second: Int, _ quality: SignalQuality) {
        if judged.count < Self.countMax { judged.append((channel, second, quality)) }
    }

    mutating func take() -> (
        sights: [Sight], judged: [(channel: Int, second: Int, quality: SignalQuality)]
    ) {
        defer {
            sights.removeAll(keepingCapacity: true)
            judged.removeAll(keepingCapacity: true)
        }
        return (sights, judged)
    }
}
