/// What the agent knows of itself at one moment: plain values, made by the agent's own loop and
/// read by whoever knocks. Nothing here points back into the agent.
public struct DoorSnapshot: Equatable, Sendable {
    public struct Session: Equatable, Sendable {
        public var identifier: String
        public var seconds: Double

        public init(identifier: String, seconds: Double) {
            self.identifier = identifier
            self.seconds = seconds
        }
    }

    public struct Clock: Equatable, Sendable {
        public var isSynced: Bool
        /// The kernel's bound on the error of UTC; nil if it gives none.
        public var errorMilliseconds: Double?

        public init(isSynced: Bool, errorMilliseconds: Double?) {
            self.isSynced = isSynced
            self.errorMilliseconds = errorMilliseconds
        }
    }

    public struct Store: Equatable, Sendable {
        /// What was found last could be stored.
        public var isTaking: Bool
        public var bytes: Int
        public var lastSequence: UInt64

        public init(isTaking: Bool, bytes: Int, lastSequence: UInt64) {
            self.isTaking = isTaking
            self.bytes = bytes
            self.lastSequence = lastSequence
        }
    }

    public struct Process: Equatable, Sendable {
        public var cpuSeconds: Double
        public var residentBytes: Int

        public init(cpuSeconds: Double, residentBytes: Int) {
            self.cpuSeconds = cpuSeconds
            self.residentBytes = residentBytes
        }
    }

    public var agent: String
    public var version: String
    public var instance: String
    public var mode: String
    /// UTC, ms since 1970-01-01T00:00:00Z.
    public var startedMilliseconds: Int64
    public var timeMilliseconds: Int64
    /// When the acquisition loop turned last, in seconds of the clock that the door is given.
    public var loopSeconds: Double
    /// A source is named, or boards are looked for.
    public var isSourceKnown: Bool
    public var session: Session?
    public var boards: [DoorBoard] = []
    public var channels: [DoorChannel] = []
    public var measures: [DoorMeasure] = []
    public var beats: [DoorBeats] = []
    public var insights: [DoorInsight] = []
    /// Nil: no broker is configured.
    public var broker: DoorBroker?
    public var store: Store
    public var clock: Clock
    public var process: Process

    public init(
        agent: String, version: String, instance: String, mode: String,
        startedMilliseconds: Int64, timeMilliseconds: Int64, loopSeconds: Double,
        isSourceKnown: Bool, store: Store, clock: Clock, process: Process
    ) {
        self.agent = agent
        self.version = version
        self.instance = instance
        self.mode = mode
        self.startedMilliseconds = startedMilliseconds
        self.timeMilliseconds = timeMilliseconds
        self.loopSeconds = loopSeconds
        self.isSourceKnown = isSourceKnown
        self.store = store
        self.clock = clock
        self.process = process
    }
}
