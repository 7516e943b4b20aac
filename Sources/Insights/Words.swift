/// How numbers of claims are put into words, in one place so that text and claim agree.
public enum Words {
    /// Minutes to the nearest 10 as people say them: `50 minutes`, `3 hours`, `1 hour 20 minutes`.
    static func roundedDuration(minutes: Double) -> String {
        duration(wholeMinutes: Int((minutes / 10).rounded()) * 10)
    }

    static func duration(minutes: Double) -> String {
        duration(wholeMinutes: Int(minutes.rounded()))
    }

    /// `-15%` with the sign always there.
    public static func percent(_ value: Double) -> String {
        let whole = Int(value.rounded())
        return (whole > 0 ? "+" : "") + "\(whole)%"
    }

    private static func duration(wholeMinutes: Int) -> String {
        let (hours, minutes) = (wholeMinutes / 60, wholeMinutes % 60)
        let hoursText = "\(hours) hour" + (hours == 1 ? "" : "s")
        let minutesText = "\(minutes) minute" + (minutes == 1 ? "" : "s")
        if hours == 0 { return minutesText }
        return minutes == 0 ? hoursText : hoursText + " " + minutesText
    }
}
