public import Biosignals

/// Five minutes of a night or morning, as the choice of the day's value sees them.
public struct RestingWindow: Equatable, Sendable {
    /// Local days since 1970-01-01, and minute of that day, at the window's middle.
    public let day: Int
    public let minute: Int
    /// Seconds since the recording began.
    public let window: Range<Double>
    public let rmssd: Milliseconds
    /// ms; nil where no error model exists.
    public let rmssdInterval95: ClosedRange<Double>?
    public let heartRate: PerMinute
    /// Usable share of the window, 0…1.
    public let usable: Double
    /// Whether the person was stationary throughout, as far as was seen.
    public let isStationary: Bool

    public init(
        day: Int, minute: Int, window: Range<Double>, rmssd: Milliseconds,
        rmssdInterval95: ClosedRange<Double>?, heartRate: PerMinute, usable: Double,
        isStationary: Bool
    ) {
        self.day = day
        self.minute = minute
        self.window = window
        self.rmssd = rmssd
        self.rmssdInterval95 = rmssdInterval95
        self.heartRate = heartRate
        self.usable = usable
        self.isStationary = isStationary
    }
}

/// A day's one value: the resting window picked for it, and out of how many.
public struct RestingValue: Equatable, Sendable {
    /// The local day whose night and morning it is from.
    public let recoveryDay: Int
    public let picked: RestingWindow
    public let candidates: Int

    public init(recoveryDay: Int, picked: RestingWindow, candidates: Int) {
        self.recoveryDay = recoveryDay
        self.picked = picked
        self.candidates = candidates
    }
}
