/// How a claim's number is put into words.
public enum NumberForm: String, CaseIterable, Sendable {
    /// Minutes: `3 hours 1 minute`.
    case duration
    /// Minutes to the nearest 10: `3 hours`.
    case roundedDuration
    /// Minutes before what lasts that long: `10-minute`.
    case minuteLong
    /// Per cent with its sign: `-15%`.
    case change
    /// Per cent: `90 %`.
    case percent
    /// Whole and without a unit: `450`.
    case count
    /// With one decimal and without a unit: `3.2`.
    case decimal
    /// Events per minute: `12 a minute`.
    case rate
    /// Seconds of the local day: `13:05`.
    case clockTime
    /// Seconds since the recording began, where the time of day is not known: `2:06:00`.
    case elapsed
    /// 0…1 with two decimals: `0.85`.
    case probability

    func text(_ value: Double) -> String {
        switch self {
        case .duration: Words.duration(minutes: value)
        case .roundedDuration: Words.roundedDuration(minutes: value)
        case .minuteLong: "\(Words.whole(value))-minute"
        case .change: Words.percent(value)
        case .percent: "\(Words.whole(value)) %"
        case .count: "\(Words.whole(value))"
        case .decimal: Words.decimals(value, 1)
        case .rate: "\(Words.whole(value)) a minute"
        case .clockTime: Words.clock(seconds: value)
        case .elapsed: Words.elapsed(seconds: value)
        case .probability: Words.decimals(value, 2)
        }
    }
}
