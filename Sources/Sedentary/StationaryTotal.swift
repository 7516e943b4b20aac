import Biosignals

/// Stationary minutes of a stretch of time, a day for instance, with what is not known about them.
///
/// Counts: epochs awake and worn that were judged, each with its probability. Epochs asleep, not worn
///         or unknown count as no stationary time, and say so in `observedMinutes`.
/// Source: the variance of a sum of correlated probabilities, the correlation of neighbours as in
///         `StationaryBout`.
public struct StationaryTotal: Equatable, Sendable {
    /// Expected stationary minutes.
    public private(set) var minutes = 0.0
    /// Minutes that were judged, stationary or active.
    public private(set) var observedMinutes = 0.0
    public private(set) var asleepMinutes = 0.0
    public private(set) var notWornMinutes = 0.0
    public private(set) var unknownMinutes = 0.0
    private var variance = 0.0
    /// A person and an electrode are off by their own amount all day, which no correlation of
    /// neighbours covers: this share of what was observed, one standard deviation. On synthetic days
    /// with the spread of people of `motion_ecg` the error's root mean square was 0.040.
    static let personShare = 0.04

    public init() {}

    public mutating func add(_ epoch: Epoch) {
        let length = (epoch.end.value - epoch.start.value) / 60
        switch epoch.state {
        case .asleep: asleepMinutes += length
        case .notWorn: notWornMinutes += length
        case .unknown: unknownMinutes += length
        case .stationary, .active:
            let p = epoch.pStationary ?? 0
            minutes += p * length
            observedMinutes += length
            let inflation =
                (1 + StationaryBout.errorCorrelation) / (1 - StationaryBout.errorCorrelation)
            variance += p * (1 - p) * length * length * inflation
        }
    }

    /// 95 % interval of the stationary minutes, within what was observed.
    public var minutesInterval95: ClosedRange<Double> {
        let ofPerson = Self.personShare * observedMinutes
        let half = 1.96 * (variance + ofPerson * ofPerson).squareRoot()
        return max(0, minutes - half)...max(0, min(observedMinutes, minutes + half))
    }
}
