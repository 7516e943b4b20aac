/// What the page is shown: a board now, or a recording again.
public struct PageSession: Equatable, Sendable {
    public enum Mode: String, Sendable { case live, replay }

    /// One trace.
    public struct Channel: Equatable, Sendable {
        public enum Role: String, Sendable { case ecg, ppg, eda, resp, temp, acc, other }

        public let id: Int
        public let role: Role
        public let name: String
        public let unit: String
        /// Points a second, as they are sent.
        public let rate: Double
        /// Where values are expected; nil where nobody can say.
        public let low: Double?
        public let high: Double?

        public init(
            id: Int, role: Role, name: String, unit: String, rate: Double, low: Double?,
            high: Double?
        ) {
            self.id = id
            self.role = role
            self.name = name
            self.unit = unit
            self.rate = rate
            self.low = low
            self.high = high
        }
    }

    public let version: String
    /// A new one says: forget what was shown.
    public let id: String
    public let mode: Mode
    public let isDemo: Bool
    public let title: String
    /// UTC, as events write it; nil where nobody knows when.
    public let started: String?
    public let isSynced: Bool
    /// How many seconds of signal go by in one; 0 for as fast as it can be.
    public let speed: Double
    /// Seconds; nil where nothing promises an end.
    public let duration: Double?
    public var channels: [Channel]

    public init(
        version: String, id: String, mode: Mode, isDemo: Bool = false, title: String,
        started: String?, isSynced: Bool, speed: Double, duration: Double?, channels: [Channel]
    ) {
        self.version = version
        self.id = id
        self.mode = mode
        self.isDemo = isDemo
        self.title = title
        self.started = started
        self.isSynced = isSynced
        self.speed = speed
        self.duration = duration
        self.channels = channels
    }
}
