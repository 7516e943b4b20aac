import Sedentary

/// Keeps the epochs of the bout that lasts, a day's worth at most: what `StationaryRule` is asked
/// about.
public struct BoutMinutes: Equatable, Sendable {
    /// A day of minutes; of a longer bout the oldest are forgotten.
    public static let countMax = 1_440

    public private(set) var minutes: [StationaryMinute] = []

    public init() {}

    /// - Parameter lasts: whether a bout lasts with this epoch: `BoutTracker.current != nil`.
    public mutating func append(_ minute: StationaryMinute, lasts: Bool) {
        guard lasts else {
            minutes = [minute]  // What ended it is why nothing is said.
            return
        }
        if minutes.count == Self.countMax { minutes.removeFirst() }
        minutes.append(minute)
    }
}
