/// The latest of one measure: a value with its interval, or the reason why there is none.
public struct DoorMeasure: Equatable, Sendable {
    public enum Name: String, CaseIterable, Sendable {
        case heartRate, rmssd, breathingRate, skinLevel, temperature, stationaryMinutes
    }

    public var name: Name
    /// Where it was taken from, such as `ecg`.
    public var source: String
    public var unit: String
    public var value: Double?
    /// The 95 % interval; nil where none is stated.
    public var interval: ClosedRange<Double>?
    /// The contract's word for why there is no value.
    public var reason: String?
    /// The end of what it states, UTC, ms since 1970-01-01T00:00:00Z.
    public var timeMilliseconds: Int64

    public init(
        name: Name, source: String, unit: String, value: Double?,
        interval: ClosedRange<Double>? = nil, reason: String? = nil, timeMilliseconds: Int64
    ) {
        self.name = name
        self.source = source
        self.unit = unit
        self.value = value
        self.interval = interval
        self.reason = reason
        self.timeMilliseconds = timeMilliseconds
    }

    /// A value older than this is no longer how things are: three of the slowest measures' periods.
    static let ageMaxMilliseconds: Int64 = 900_000

    func isCurrent(at timeMilliseconds: Int64) -> Bool {
        let age = timeMilliseconds - self.timeMilliseconds
        return value != nil && age <= Self.ageMaxMilliseconds
    }
}
