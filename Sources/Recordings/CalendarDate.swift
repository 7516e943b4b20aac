/// A day of the Gregorian calendar.
public struct CalendarDate: Equatable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil if there is no such day, or the year lies outside 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days from 1970-01-01, negative before it.
    public var daysSince1970: Int64 {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400
        let daysOfYear = (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) }
        return Int64(before * 365 + leapDays + daysOfYear + day - 1) - 719_162
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
