extension Text {
    /// A number to three significant digits, as far as a reader wants them: whole above 100, never
    /// more than six digits after the point.
    public static func figure(_ value: Double) -> String {
        let size = abs(value)
        let digits: Int
        switch size {
        case 100...: digits = 0
        case 10..<100: digits = 1
        case 1..<10: digits = 2
        case 0.1..<1: digits = 3
        case 0.01..<0.1: digits = 4
        case 0.001..<0.01: digits = 5
        default: digits = size == 0 ? 0 : 6
        }
        return number(value, digits: digits)
    }

    /// Without zeros at the end of the fraction.
    static func trimmedNumber(_ value: Double, digits: Int) -> String {
        var text = number(value, digits: digits)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A length of time in words: `2 h 30 min`, `45 s`.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "—" }
        let whole = Int(max(0, min(seconds, 1e9)).rounded())
        if whole < 120 { return "\(whole) s" }
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        if hours == 0 { return rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s" }
        return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min"
    }
}
