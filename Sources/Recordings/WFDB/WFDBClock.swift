/// Base time and base date as a record line spells them.
enum WFDBClock {
    private static let millisecondsPerUnit: [Int64] = [3_600_000, 60_000, 1_000]

    /// `HH:MM:SS`, `MM:SS` or `SS`, with an optional fraction; to the nearest millisecond.
    static func milliseconds(_ text: String) -> Int64? {
        let (clock, fraction) = text.cut(at: ".")
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3 else { return nil }
        var sum: Int64 = 0
        for (part, unit) in zip(parts, millisecondsPerUnit.suffix(parts.count)) {
            guard let value = Int64(part), (0...59).contains(value) else { return nil }
            sum += value * unit
        }
        guard sum < 86_400_000 else { return nil }
        guard let fraction else { return sum }
        guard let value = Double(decimal: "0." + fraction), value >= 0, value < 1 else {
            return nil
        }
        return sum + Int64((value * 1_000).rounded())
    }

    /// `DD/MM/YYYY`
    static func date(_ text: String) -> CalendarDate? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2]
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}
