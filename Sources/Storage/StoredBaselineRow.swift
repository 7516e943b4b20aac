/// What one person's day held of one measure within one part of the day, as it is kept.
public struct StoredBaselineRow: Sendable, Equatable {
    /// A day has 12 parts of two hours.
    public static let parts = 0..<12
    /// Days kept of each measure, counted back from its newest.
    public static let daysKept = 62

    public let measure: String
    /// Local days since 1970-01-01.
    public let day: Int
    public let part: Int
    /// Minute of the local day, weighted mean of what the row holds.
    public let minute: Double
    public let value: Double
    /// 0…1.
    public let usable: Double
    public let weight: Double
    /// Minute of the local day of the newest that the row holds.
    public let lastMinute: Int

    public init(
        measure: String, day: Int, part: Int, minute: Double, value: Double, usable: Double,
        weight: Double, lastMinute: Int
    ) {
        self.measure = measure
        self.day = day
        self.part = part
        self.minute = minute
        self.value = value
        self.usable = usable
        self.weight = weight
        self.lastMinute = lastMinute
    }

    /// Local minutes since 1970 began.
    var last: Int64 { Int64(day) * 1_440 + Int64(lastMinute) }

    /// Whether it can have been written as it is.
    var isSound: Bool {
        Self.parts.contains(part) && minute >= 0 && minute < 1_440 && value.isFinite
            && (0...1).contains(usable) && weight > 0 && weight.isFinite
            && (0..<1_440).contains(lastMinute) && lastMinute / 120 == part
            && (-1_000...1_000_000).contains(day)
    }
}
