/// What a person's day held of one measure within two hours: a plain row, for keeping.
public struct BaselineRow: Equatable, Sendable {
    /// Length of a part of the day, minutes; a day has 12.
    public static let partMinutes = 120
    /// From a year before 1970, as a recording without a start may reach, to a far future.
    static let days = -366...1_000_000

    public let measure: BaselineMeasure
    /// Local days since 1970-01-01.
    public let day: Int
    /// Minute of the local day, weighted mean of what the row holds.
    public let minute: Double
    /// Weighted mean.
    public let value: Double
    /// Usable share of the signal, 0…1, weighted mean.
    public let usable: Double
    /// How much the row holds; one for each window as a rule.
    public let weight: Double
    /// Minute of the local day of the newest that the row holds. Nothing older is added any more.
    public let lastMinute: Int

    /// Throws: what is wrong with it, for a row that was kept and has been damaged.
    public init(
        measure: BaselineMeasure, day: Int, minute: Double, value: Double, usable: Double,
        weight: Double, lastMinute: Int
    ) throws(BaselineError) {
        func check(_ isRight: Bool, _ field: BaselineError.Field) throws(BaselineError) {
            guard isRight else { throw .rowDamaged(field) }
        }
        try check(Self.days.contains(day), .day)
        try check(minute >= 0 && minute < 1_440, .minute)
        try check(value.isFinite && measure.plausible.contains(value), .value)
        try check((0...1).contains(usable), .usable)
        try check(weight > 0 && weight.isFinite, .weight)
        try check((0..<1_440).contains(lastMinute), .lastMinute)
        try check(
            lastMinute / Self.partMinutes == Int(minute) / Self.partMinutes
                && Double(lastMinute) >= minute.rounded(.down), .lastMinute)
        self.measure = measure
        self.day = day
        self.minute = minute
        self.value = value
        self.usable = usable
        self.weight = weight
        self.lastMinute = lastMinute
    }

    /// Place of the row in its day, 0…11.
    public var part: Int { lastMinute / Self.partMinutes }

    /// Minutes since 1970 began, local, of the newest that it holds.
    var last: Int { day * 1_440 + lastMinute }

    /// Both in one row; of the same measure, day and part of the day, `later` being the later one.
    func merged(with later: BaselineRow) throws(BaselineError) -> BaselineRow {
        let sum = weight + later.weight
        func mean(_ path: KeyPath<BaselineRow, Double>) -> Double {
            self[keyPath: path] + (later[keyPath: path] - self[keyPath: path]) * later.weight / sum
        }
        return try BaselineRow(
            measure: measure, day: day, minute: mean(\.minute), value: mean(\.value),
            usable: min(1, max(0, mean(\.usable))), weight: sum, lastMinute: later.lastMinute)
    }
}

/// Why rows make no baseline.
public enum BaselineError: Error, Equatable, Sendable {
    public enum Field: String, Sendable {
        case measure, day, minute, value, usable, weight, lastMinute
    }

    case rowDamaged(Field)
    /// Two rows of one measure for the same part of one day.
    case rowTwice
    case tooManyMeasures(found: Int, max: Int)
}

extension BaselineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .rowDamaged(let field):
            "A row of the baseline is damaged: its \(field.rawValue) cannot be. Erase the baseline "
                + "or restore a copy."
        case .rowTwice:
            "The baseline holds a part of a day twice. Erase the baseline or restore a copy."
        case .tooManyMeasures(let found, let max):
            "The baseline holds \(found) measures, at most \(max) are kept. Erase the baseline or "
                + "restore a copy."
        }
    }
}
