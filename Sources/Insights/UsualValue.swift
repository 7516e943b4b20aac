/// What a measure usually is in one person, at a time of day or all day long.
public struct UsualValue: Equatable, Sendable {
    public let measure: BaselineMeasure
    /// Minute of the local day it is asked for; nil for the whole day.
    public let minute: Int?
    /// Huber mean of the daily values.
    public let value: Double
    /// SD of the daily values, drawn in to 3 robust scales.
    public let deviation: Double
    /// Days it rests on.
    public let days: Int

    /// How much one day is like the next: autocorrelation at lag 1 of daily values.
    ///
    /// Not fitted: 14 days cannot tell it from none. 0.3 makes the mean of n days as uncertain as
    /// that of 0.54 n days that have nothing to do with each other.
    static let persistence = 0.3

    /// Of the mean.
    public var standardError: Double {
        let factor = (1 + Self.persistence) / (1 - Self.persistence)
        return deviation * (factor / Double(days)).squareRoot()
    }
}

/// The range within which most of a person's own days lie, and what change is worth a word.
public struct NormalRange: Equatable, Sendable {
    public let usual: UsualValue
    /// Half the SD of the last 28 days; half that of all where the 28 have too few.
    public let smallestWorthwhileChange: Double

    /// Mean − 1 SD and mean + 1 SD: of days as usual two in three lie between.
    public var lower: Double { usual.value - usual.deviation }
    public var upper: Double { usual.value + usual.deviation }
    public var days: Int { usual.days }
}
