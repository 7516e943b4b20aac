/// How numbers of claims are put into words, in one place so that text and claim agree.
public enum Words {
    /// Minutes to the nearest 10 as people say them: `50 minutes`, `3 hours`, `1 hour 20 minutes`.
    static func roundedDuration(minutes: Double) -> String {
        duration(wholeMinutes: whole(minutes / 10) * 10)
    }

    static func duration(minutes: Double) -> String {
        duration(wholeMinutes: whole(minutes))
    }

    /// `-15%` with the sign always there.
    public static func percent(_ value: Double) -> String {
        let whole = whole(value)
        return (whole > 0 ? "+" : "") + "\(whole)%"
    }

    /// Nearest whole number, within what fits.
    static func whole(_ value: Double) -> Int {
        guard value.isFinite else { return 0 }
        return Int(max(-1e15, min(1e15, value)).rounded())
    }

    /// `13:05` of seconds since local midnight, to the minute that has begun.
    static func clock(seconds: Double) -> String {
        let minutes = whole((seconds / 60).rounded(.down))
        let ofDay = ((minutes % 1_440) + 1_440) % 1_440
        return padded(ofDay / 60) + ":" + padded(ofDay % 60)
    }

    /// `2:06:00`.
    static func elapsed(seconds: Double) -> String {
        let all = max(0, whole(seconds))
        return "\(all / 3_600):" + padded(all / 60 % 60) + ":" + padded(all % 60)
    }

    /// With this many decimals.
    static func decimals(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { all, _ in all * 10 }
        let all = whole(value * Double(scale))
        let fraction = String(abs(all) % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return (all < 0 ? "-" : "") + "\(abs(all) / scale).\(zeros)\(fraction)"
    }

    private static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

    private static func duration(wholeMinutes: Int) -> String {
        let (hours, minutes) = (wholeMinutes / 60, wholeMinutes % 60)
        let hoursText = "\(hours) hour" + (hours == 1 ? "" : "s")
        let minutesText = "\(minutes) minute" + (minutes == 1 ? "" : "s")
        if hours == 0 { return minutesText }
        return minutes == 0 ? hoursText : hoursText + " " + minutesText
    }
}
