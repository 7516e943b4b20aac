public import Biosignals

extension WFDBHeader {
    /// Writes the time of the first sample into base time and base date; a time outside the years
    /// 1…9999 is left out.
    public mutating func setStart(_ start: UTCTime) {
        let day: Int64 = 86_400_000
        let time = start.millisecondsSince1970
        let milliseconds = ((time % day) + day) % day
        baseDate = CalendarDate(daysSince1970: (time - milliseconds) / day)
        baseTimeMilliseconds = baseDate == nil ? nil : milliseconds
    }

    /// Writes how many frames of a session had passed before the first one, as the counter that
    /// header(5) gives a record for that: one tick a frame.
    public mutating func setFirstFrame(_ frame: Int) {
        counterRate = rate.value
        baseCounter = Double(frame)
    }

    /// Frames of the session before the record's first; nil unless a counter of one tick a frame
    /// says so.
    public var firstFrame: Int? {
        guard let counterRate, let baseCounter, counterRate == rate.value, baseCounter >= 0,
            baseCounter <= Double(Self.lengthMax), baseCounter == baseCounter.rounded()
        else { return nil }
        return Int(baseCounter)
    }
}

extension CalendarDate {
    /// Nil outside the years 1…9999.
    ///
    /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`:
    /// years begin in March, so that the leap day is the last of its year.
    init?(daysSince1970 days: Int64) {
        guard (-719_162...2_932_896).contains(days) else { return nil }
        let fromMarch = Int(days) + 719_468
        let era = fromMarch / 146_097
        let dayOfEra = fromMarch % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNewYear = month >= 10
        self.init(
            year: yearOfEra + era * 400 + (isNewYear ? 1 : 0), month: month + (isNewYear ? -9 : 3),
            day: dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
