/// A part of the local day, to the minute; it may pass midnight.
public struct Hours: Equatable, Sendable, CustomStringConvertible {
    public static let always = Hours(startMinute: 0, endMinute: 1_440)

    /// Minutes of the day, 0…1439.
    public let startMinute: Int
    /// Minutes of the day, 1…1440; not part of it.
    public let endMinute: Int

    init(startMinute: Int, endMinute: Int) {
        self.startMinute = startMinute
        self.endMinute = endMinute
    }

    /// - Returns: nil unless it reads `HH:MM-HH:MM`, from 00:00 to 24:00, and is not empty.
    init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]),
            start < 1_440, end > 0, start != end
        else { return nil }
        self.init(startMinute: start, endMinute: end)
    }

    public func contains(minute: Int) -> Bool {
        startMinute < endMinute
            ? (startMinute..<endMinute).contains(minute)
            : minute >= startMinute || minute < endMinute
    }

    public var description: String { "\(Self.text(startMinute))-\(Self.text(endMinute))" }

    private static func minute(_ text: Substring) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) })
        else { return nil }
        let digits = bytes.map { Int($0) - 48 }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
        guard minute < 60, hour * 60 + minute <= 1_440 else { return nil }
        return hour * 60 + minute
    }

    private static func text(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
    }
}
